import Control
import Files
import Glibc
import Market
import Stages
import Synchronization

/// What a person reads: results on stdout, complaints on stderr.
enum Output {
    private static let said = Atomic<Bool>(false)

    /// Whether there was a result.
    static var hasSaid: Bool { said.load(ordering: .relaxed) }

    /// Writes a result; one that can't be written is no success. Where nobody reads any more (`| head -1`),
    /// nobody misses it.
    static func say(_ text: String) {
        said.store(true, ordering: .relaxed)
        let text = fitted(ForeignText.harmless(text), to: 1)
        guard !TextOutput.write(text.hasSuffix("\n") ? text : text + "\n", to: 1) else { return }
        let number = errno
        guard number != EPIPE, number != EIO else { return }
        complain("can't write to standard output: \(String(cString: strerror(number)))")
        exit(1)
    }

    static func complain(_ text: String) {
        TextOutput.write(fitted("strata: \(ForeignText.harmless(text))\n", to: 2), to: 2)
    }

    /// Prose in lines of the terminal's width. Elsewhere, and in JSON, a line is a line.
    private static func fitted(_ text: String, to descriptor: Int32) -> String {
        text.first == "{" || text.first == "[" ? text : TerminalText.shown(text, on: descriptor)
    }

    /// Something to know that is neither a result nor a complaint.
    static func note(_ text: String) { complain(text) }

    /// Why a command failed. Whoever asked for JSON gets it as JSON, unless a result has told it already.
    static func fail(_ error: HostError, asJSON: Bool) {
        guard asJSON, !hasSaid else { return complain(error.description) }
        say(error.json)
    }

    static var isTerminal: Bool { isatty(1) == 1 }
    static var isErrorTerminal: Bool { isatty(2) == 1 }
}
