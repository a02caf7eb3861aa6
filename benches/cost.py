#!/usr/bin/env python3
"""Measures what commands cost, as counts and as ratios within one run.

    python3 benches/cost.py             print the table
    python3 benches/cost.py --assert    exit 1 when a limit is broken by more than a tenth

Builds the program as it is handed out (profile dist), makes shops of 1,000, 10,000 and 100,000 cases (300 open in each) in
a temporary folder, and counts instructions (valgrind) and peak memory (Linux) of each command.
Counts of the same program and data are the same on every machine; times are not. Needs cargo,
valgrind and about 1 GB of room, and takes some minutes.
"""

import argparse
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OPEN = 300
ROWS = 10_000
LEEWAY = 1.1
QUIET = subprocess.DEVNULL

MAPPING = """\
format = 1
playbook = "cafe"
[columns]
told = "Told"
words = ["Words"]
customer = ["Name"]
[state]
column = "State"
[state.values]
open = "open"
closed = "closed"
[outcome]
value = "unknown"
[tier]
value = "regular"
[severity]
value = "major"
[type]
value = "late-delivery"
"""


def build():
    """Builds what is measured, and gives each program's path by its name."""
    command = ["cargo", "build", "--profile", "dist", "--message-format=json", "--bin", "amends"]
    command += ["--bench", "history", "--bench", "empty_clap", "--bench", "bare_read"]
    lines = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE).stdout
    messages = [json.loads(line) for line in lines.splitlines()]
    return {m["target"]["name"]: m["executable"] for m in messages if m.get("executable")}


def instructions(command):
    """Counts the instructions of one run."""
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    run = subprocess.run(valgrind + command, stdin=QUIET, stdout=QUIET, stderr=subprocess.PIPE)
    collected = re.search(rb"Collected : (\d+)", run.stderr)
    if run.returncode or not collected:
        sys.exit(f"{' '.join(command)} failed:\n{run.stderr.decode()}")
    return int(collected[1])


def peak(command):
    """Gives the most memory one run held, in KB.

    What `wait` reports contains the memory of this script, from before the program replaced it
    (Linux counts so); therefore the program is stopped as it ends, and asked.
    """
    trace_me, go_on, set_options, stop_at_exit, ending = 0, 7, 0x4200, 0x40, 6
    ptrace = ctypes.CDLL(None, use_errno=True).ptrace
    pid = os.fork()
    if pid == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        ptrace(trace_me, 0, 0, 0)
        os.execv(command[0], command)
    os.waitpid(pid, 0)
    ptrace(set_options, pid, 0, stop_at_exit)
    held = None
    while True:
        ptrace(go_on, pid, 0, 0)
        status = os.waitpid(pid, 0)[1]
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return held
        if status >> 8 == signal.SIGTRAP | ending << 8:
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                held = int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])


def commands(shop):
    """The commands of the promise; the last one saves."""
    new = "--playbook cafe --type late-delivery --tier regular --severity major".split()
    return {
        "board": shop,
        "due (300 rows)": shop + ["due"],
        "today (300 cases)": shop + ["today"],
        "show 500": shop + ["show", "500"],
        "new": shop + ["new", "--customer", "Ada", "--words", "It came cold"] + new,
    }


class Table:
    """Prints row by row, and remembers whether a limit was broken."""

    LINE = "{:<22}{:>12}{:>12}{:>9}{:>9}   {}"

    def __init__(self):
        self.broken = []

    def title(self, *cells):
        print("\n" + self.LINE.format(*cells, "limit"))

    def row(self, name, cells, *limits):
        """Each limit is what was found, what is allowed, and how to print it."""
        verdicts = []
        for found, allowed, form in limits:
            verdicts.append(f"{form.format(allowed)} {'ok' if found <= allowed else 'NOT'}")
            if found > allowed * LEEWAY:
                self.broken.append(f"{name}: {form.format(found)} of {form.format(allowed)}")
        print(self.LINE.format(name, *cells, "  ".join(verdicts)), flush=True)


def million(count):
    return f"{count / 1e6:.2f} M"


def flat(table, program, shops, few, many):
    """Cost must follow what is open, not what was ever stored."""
    table.title("flat, 300 open", f"Ir, {few:,}", f"Ir, {many:,}", "Ir ×", "memory ×")
    budgets = {"board": 2e6, "show 500": 2e6, "new": 4e6}
    base = [[program, "--data-dir", shop] for shop in shops]
    for (name, small), large in zip(commands(base[0]).items(), commands(base[1]).values()):
        ir = [instructions(small), instructions(large)]
        kb = [peak(small), peak(large)]
        ratios = [ir[1] / ir[0], kb[1] / kb[0]]
        limits = [(max(ratios), 1.5, "{:.2f} ×")]
        if name in budgets:
            limits.append((max(ir) / 1e6, budgets[name] / 1e6, "{:.2f} M"))
        if name != "new":
            most = 12 if name.startswith("today") else 8
            limits.append((max(kb) / 1024, most, "{:.1f} MB"))
        if name.startswith("due"):
            due = max(ir)
        if name.startswith("today"):
            limits.append((max(ir) / due, 1.5, "{:.2f} × due"))
        table.row(name, [*map(million, ir), *(f"{r:.2f}" for r in ratios)], *limits)


def start(table, program, empty):
    table.title("start", "Ir", "empty clap", "Ir ×", "")
    ours, theirs = instructions([program, "--version"]), instructions([empty, "--version"])
    ratio = ours / theirs
    limits = (ours / 1e6, 0.6, "{:.2f} M"), (ratio, 2, "{:.2f} ×")
    table.row("--version", [million(ours), million(theirs), f"{ratio:.2f}", ""], *limits)


def replay(table, programs, shops):
    """Two playbooks asked about every case, against a bare read of the same rows.

    One case in five differs and is printed. The limits are those of the largest shop, where the
    start and the playbooks no longer count.
    """
    table.title("replay", "Ir", "bare read", "Ir ×", "MB")
    with open(os.path.join(PROJECT, "playbooks", "cafe.toml"), encoding="utf-8") as file:
        cafe = file.read()
    for cases, shop in shops:
        changed = os.path.join(shop, "changed.toml")
        with open(changed, "w", encoding="utf-8") as file:
            file.write(cafe.replace("ceiling = 90.00", "ceiling = 60.00"))
        command = [programs["amends"], "--data-dir", shop]
        command += ["playbook", "replay", "cafe", "--against", changed]
        ours, kb = instructions(command), peak(command)
        bare = instructions([programs["bare_read"], os.path.join(shop, "amends.db")])
        limits = [(ours / bare, 4, "{:.2f} ×"), (kb / 1024, 16, "{:.1f} MB")]
        cells = [million(ours), million(bare), f"{ours / bare:.2f}", f"{kb / 1024:.1f}"]
        table.row(f"{cases:,} cases", cells, *(limits if (cases, shop) == shops[-1] else []))


def bulk(table, program, folder):
    """An import with plans for one row in thirty; the limit is that of 10,000 rows."""
    table.title("import", "Ir", "Ir a row", "", "MB")
    csv, mapping = os.path.join(folder, "rows.csv"), os.path.join(folder, "mapping.toml")
    with open(mapping, "w", encoding="utf-8") as file:
        file.write(MAPPING)
    with open(csv, "w", encoding="utf-8") as file:
        file.write("Told,Name,State,Words\n")
        for row in range(ROWS):
            state = "closed" if row % 30 else "open"
            told = f"2026-{1 + row % 9:02}-{1 + row % 28:02} 10:{row % 60:02}"
            file.write(f"{told},Customer {row % (ROWS // 4)},{state},Row {row} came late and cold\n")
    rest = ["data", "import", csv, "--mapping", mapping]
    ir = instructions([program, "--data-dir", os.path.join(folder, "import"), *rest])
    kb = peak([program, "--data-dir", os.path.join(folder, "again"), *rest])
    cells = [million(ir), f"{ir // ROWS:,}", "", f"{kb / 1024:.1f}"]
    table.row("10,000 rows of CSV", cells, (ir / 1e6, 900, "{:.0f} M"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assert", action="store_true", dest="strict", help="exit 1 over a limit")
    parser.add_argument("--few", type=int, default=1_000, help="cases of the smaller shop")
    parser.add_argument("--middle", type=int, default=10_000, help="cases of one between, for replays")
    parser.add_argument("--many", type=int, default=100_000, help="cases of the larger shop")
    typed = parser.parse_args()
    built = build()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="amends-cost-", dir=memory)
    try:
        shops = []
        sizes = (typed.few, typed.middle, typed.many)
        for cases in sizes:
            shops.append(os.path.join(folder, str(cases)))
            subprocess.run([built["history"], shops[-1], str(cases), str(OPEN)], check=True)
        table = Table()
        start(table, built["amends"], built["empty_clap"])
        flat(table, built["amends"], (shops[0], shops[-1]), typed.few, typed.many)
        replay(table, built, list(zip(sizes, shops)))
        bulk(table, built["amends"], folder)
    finally:
        shutil.rmtree(folder)
    print()
    for broken in table.broken:
        print("over its limit by more than a tenth:", broken)
    return 1 if typed.strict and table.broken else 0


if __name__ == "__main__":
    sys.exit(main())
