import Glibc
import Stages
import Storage
import Telemetry

/// What a process does when the disk takes nothing more: it stands still until it does, for nothing may be
/// done that is not kept. The others take it for gone meanwhile (docs/degradation.md).
package final class StandStill {
    private let log: Log
    private let wait: () -> Void
    /// What is done about it while nothing can be kept, told whether it is the first time; true once it is
    /// done.
    package var alarm: (_ isFirst: Bool) -> Bool = { _ in true }
    /// Whether it stood still, and trading here has not halted for it yet.
    package var isHaltDue = false

    /// - Parameter wait: passes the time between two tries.
    package init(_ log: Log, wait: (() -> Void)? = nil) {
        self.log = log
        self.wait = wait ?? { Self.wait(log) }
    }

    /// Does what writes, until it can. What is no fault of the disk is thrown.
    package func keep(_ write: () throws -> Void) throws {
        do { try write() } catch where Self.isOfDisk(error) { try insist(after: error, write) }
    }

    /// The same after it has failed once.
    func insist(after first: any Error, _ write: () throws -> Void) throws {
        log.write(
            .error,
            "\(first); the process stands still and trading halts, so that no record is lost: make room, "
                + "then `strata resume`")
        isHaltDue = true
        var isTold = alarm(true)
        while true {
            wait()
            do {
                try write()
                return log.write(.info, "it can write again, and goes on")
            } catch where Self.isOfDisk(error) {
                if !isTold { isTold = alarm(false) }
            }
        }
    }

    /// Ends the process: what failed will not pass.
    func giveUp(_ error: any Error) -> Never {
        log.write(.error, "\(error); the process stops, so that nothing is done that is not kept")
        exit(1)
    }

    /// Whether it may pass: a disk that is full or fails, or rights that were taken away.
    static func isOfDisk(_ error: any Error) -> Bool {
        switch error {
        case JournalError.full, JournalError.cannotWrite, HostError.cannotWrite: true
        // SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN, whatever stands in the upper bits.
        case StorageError.database(_, let code, _): [10, 13, 14].contains(code & 0xFF)
        default: false
        }
    }

    /// A fifth of a second. Whoever is asked to stop does so: what could not be kept was not done.
    private static func wait(_ log: Log) {
        usleep(200_000)
        var pending = sigset_t()
        sigpending(&pending)
        guard sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1 else { return }
        log.write(.warning, "stops while it can't write; the next start goes on from what is kept")
        exit(1)
    }
}
