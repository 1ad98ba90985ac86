import Glibc
import Hosting
import Market

/// What a person reads: results on stdout, complaints on stderr.
enum Output {
    /// Writes a result; one that can't be written is no success.
    static func say(_ text: String) {
        let text = ForeignText.harmless(text)
        guard !TextOutput.write(text.hasSuffix("\n") ? text : text + "\n", to: 1) else { return }
        complain("can't write to standard output: \(String(cString: strerror(errno)))")
        exit(1)
    }

    static func complain(_ text: String) {
        TextOutput.write("strata: \(ForeignText.harmless(text))\n", to: 2)
    }

    static var isTerminal: Bool { isatty(1) == 1 }
}
