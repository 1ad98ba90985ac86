import Glibc

/// What every program does before anything else.
public enum ProgramStart {
    /// No core dumps, three open standard descriptors, all that the machine grants, and an error rather than
    /// an end without a word where a file may not grow. What log rotation sends to others ends nothing here.
    public static func prepare() {
        CoreDumps.forbid()
        openStandardDescriptors()
        MachineLimits.raise()
        for number in [SIGXFSZ, SIGUSR1, SIGUSR2] { signal(number, SIG_IGN) }
    }

    /// Where one of the three was closed by the starter, the next file that is opened would take its
    /// number, and what is meant for a person would be written into it.
    private static func openStandardDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one.
            let opened = open("/dev/null", O_RDWR)
            if opened >= 0, opened != descriptor { close(opened) }
        }
    }
}
