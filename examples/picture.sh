#!/bin/sh
# Draws the board of a made-up shop as the program prints it: examples/board.svg, the picture in the README.
#
#   cargo build && sh examples/picture.sh
#
# `AMENDS` names another program than target/debug/amends, the first argument another file. What is drawn is what the
# program printed, line by line, in its colours; a test holds the picture against it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/board.svg}
amends=${AMENDS:-$here/../target/debug/amends}
shop=$(mktemp -d)
trap 'rm -rf "$shop"' EXIT
run() { env -i PATH="$PATH" HOME="$shop" LANG=C.UTF-8 COLUMNS=100 AMENDS_DATA_DIR="$shop/shop" AMENDS_NOW="$now" "$amends" "$@"; }
quiet() { run "$@" --no-input --quiet >/dev/null; }

now="2026-11-22 14:00"
quiet config set timezone Europe/London
quiet setup --name "Rosa's Bakery" --owner "Rosa Marin" --with "staff=Sam Osei" --with "manager=Jo Lind" \
  --hours "mon-sat 8-18" --trade cafe
complaint() { quiet new --customer "$1" --reach "$2" --type "$3" --tier "$4" --severity "$5" --channel phone --words "$6" --holder "Jo Lind"; }
complaint "Maria Papadopoulos" "maria@example.org" handling regular minor "She rolled her eyes"
quiet done 1 --step 1,2,3
now="2026-11-22 15:00"
complaint "Tom Bell" "020 7946 0101" billing new minor "Charged twice"
quiet done 2 --step 1
now="2026-11-22 19:30"
complaint "Ken Oyelaran" "020 7946 0102" poor-food regular severe "It was cold, and so was the answer"
quiet done 3
now="2026-11-23 08:40"
complaint "Ada Okafor" "020 7946 0100" late-delivery regular major "The cake came at nine. The guests had gone."
quiet done 4
quiet promise 4 "a new cake at your door" --by "12:00"
now="2026-11-23 09:35"
complaint "Dora Klein" "020 7946 0103" wrong-order new minor "No candles"
now="2026-11-23 10:00"
CLICOLOR_FORCE=1 run --pretty --color always >"$shop/board"

{ printf '$ amends\n'; cat "$shop/board"; } | awk '
  function shown(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
  function look(codes,  style) {
    if (codes ~ /(^|;)1(;|$)/) style = style " font-weight=\"bold\""
    if (codes ~ /(^|;)2(;|$)/) style = style " fill=\"#8a857a\""
    if (codes ~ /31/) style = style " fill=\"#c0392b\""
    if (codes ~ /33/) style = style " fill=\"#b7791f\""
    if (codes ~ /32/) style = style " fill=\"#2f855a\""
    if (codes ~ /36/) style = style " fill=\"#2b6cb0\""
    return style
  }
  {
    count = split($0, parts, /\033\[/)
    row = shown(parts[1])
    for (at = 2; at <= count; at++) {
      end = index(parts[at], "m")
      codes = substr(parts[at], 1, end - 1)
      style = (codes == "" || codes == "0") ? "" : style look(codes)
      text = shown(substr(parts[at], end + 1))
      if (text != "") row = row "<tspan" style ">" text "</tspan>"
    }
    rows[NR] = row
  }
  END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"940\" height=\"%d\" role=\"img\" aria-label=\"The board of a bakery with five cases\">\n", 20 * NR + 36
    print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#fbfaf7\" stroke=\"#ddd8cc\"/>"
    print "<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace\" font-size=\"15\" fill=\"#22201c\" xml:space=\"preserve\">"
    for (at = 1; at <= NR; at++) printf "<text x=\"20\" y=\"%d\">%s</text>\n", 12 + 20 * at, rows[at]
    print "</g>\n</svg>"
  }
' >"$out"
