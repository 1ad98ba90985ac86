import Glibc
import Hosting

/// What a person reads: results on stdout, complaints on stderr.
enum Output {
    static func say(_ text: String) {
        TextOutput.write(text.hasSuffix("\n") ? text : text + "\n", to: 1)
    }

    static func complain(_ text: String) { TextOutput.write("strata: \(text)\n", to: 2) }

    static var isTerminal: Bool { isatty(1) == 1 }
}
