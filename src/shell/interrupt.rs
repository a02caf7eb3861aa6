//! Ctrl-C and a request to end: noted, so that what was typed can be kept first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

/// Ctrl-C, a request to end, and a window that closes.
#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::signal::SIGHUP];

/// Ctrl-C and a request to end.
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Notes down that the person wants to stop.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Begins to listen. Without this, Ctrl-C ends the program at once, which is right
    /// while nothing has been typed.
    #[must_use]
    pub fn listen() -> Self {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in SIGNALS {
            // A system that takes no handler ends the program at once, as it would anyway.
            let _ = signal_hook::flag::register(signal, Arc::clone(&flag));
        }
        Self(flag)
    }

    /// Says whether the person wants to stop.
    #[must_use]
    pub fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Says in one plain line what a fault of ours means for the owner, and shows the cursor.
///
/// Whatever was saved is saved: no transaction is open while anything is shown or asked.
pub fn speak_plainly_in_a_fault() {
    std::panic::set_hook(Box::new(|fault| {
        let _ = console::Term::stderr().show_cursor();
        let place = fault
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let line = format!(
            "error: amends has a fault of its own ({place}); nothing that was saved is lost\n"
        );
        // There is nowhere else to say it.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
    }));
}

/// Makes a limit on file sizes an error that can be told instead of a silent end.
#[cfg(unix)]
pub fn survive_file_size_limit() {
    // Where the handler cannot be set, the limit ends the program as it would anyway.
    let _ = signal_hook::flag::register(
        signal_hook::consts::signal::SIGXFSZ,
        Arc::new(AtomicBool::new(false)),
    );
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
pub const fn survive_file_size_limit() {}
