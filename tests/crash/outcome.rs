//! Trying many things at once, and what came of them.

use std::io::{self, Write};
use std::sync::Mutex;
use std::thread;

/// Tries each of these, as many at once as there are processors, and gives what is wrong, in their order.
pub fn try_all<T: Sync>(
    all: &[T],
    try_one: impl Fn(&T) -> Result<(), String> + Sync,
) -> Vec<String> {
    let next = Mutex::new(all.iter().enumerate());
    let faults = Mutex::new(Vec::new());
    let work = || {
        loop {
            let Some((at, one)) = next.lock().unwrap().next() else {
                break;
            };
            if at > 0 && at % 1_000 == 0 {
                let _ = writeln!(io::stderr(), "{at} of {} tried", all.len());
            }
            if let Err(fault) = try_one(one) {
                // Hours may lie between this and the end.
                let _ = writeln!(io::stderr(), "{fault}");
                faults.lock().unwrap().push((at, fault));
            }
        }
    };
    let workers = thread::available_parallelism().map_or(2, Into::into);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    faults.into_iter().map(|(_, fault)| fault).collect()
}

/// Prints the figures, and ends the test when anything is wrong.
#[track_caller]
pub fn conclude(tried: &str, faults: &[String]) {
    let _ = writeln!(io::stderr(), "{tried}: {} wrong", faults.len());
    assert!(
        faults.is_empty(),
        "{tried}: {} wrong\n{}",
        faults.len(),
        faults.join("\n")
    );
}
