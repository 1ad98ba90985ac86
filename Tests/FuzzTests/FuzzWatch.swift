import Glibc

/// Writes down how to repeat a run, before it can crash or hang, where the test that began it finds it.
enum FuzzWatch {
    // Of the one thread that fuzzes, and its signal handler.
    nonisolated(unsafe) private static var report: Int32 = -1
    nonisolated(unsafe) private static var inputs = 0

    /// Begins a run in the process that fuzzes; answers a folder for it.
    static func begin(_ border: String, seed: UInt64) -> String {
        let folder = folder(border, of: getppid())
        mkdir(folder, 0o700)
        mkdir("\(folder)/files", 0o700)
        report = open("\(folder)/report", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        write("fuzz \(border): repeat with STRATA_FUZZ_SEED=\(seed)")
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            signal(number) { number in
                let text: StaticString = number == SIGALRM ? "; an input hung" : "; an input crashed"
                _ = Glibc.write(FuzzWatch.report, text.utf8Start, text.utf8CodeUnitCount)
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        return "\(folder)/files"
    }

    /// Another input begins; it must be done in time.
    static func next(within seconds: UInt32) {
        inputs += 1
        alarm(seconds)
    }

    /// The run is over.
    static func end(_ what: String) {
        alarm(0)
        write("; \(inputs) inputs, \(what)")
    }

    /// What the run that this process began wrote; nothing of it is left behind.
    static func takeReport(_ border: String) -> String {
        let folder = folder(border, of: getpid())
        let report = String(decoding: Folder.read("\(folder)/report"), as: UTF8.self)
        for path in ["\(folder)/files", folder] {
            Folder.clear(path)
            rmdir(path)
        }
        return report
    }

    private static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(report, bytes, bytes.count)
    }

    private static func folder(_ border: String, of parent: pid_t) -> String {
        "\(Folder.temporary)/strata-fuzz-\(parent)-\(border)"
    }
}
