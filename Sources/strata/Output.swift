import Glibc

/// What a person reads: results on stdout, complaints on stderr.
enum Output {
    static func say(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: 1) }

    static func complain(_ text: String) { write("strata: \(text)\n", to: 2) }

    static var isTerminal: Bool { isatty(1) == 1 }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = text
        bytes.withUTF8 { buffer in
            var sent = 0
            while sent < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
                if count <= 0 { return }
                sent += count
            }
        }
    }
}
