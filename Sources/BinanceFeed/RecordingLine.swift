import Exchanges
import Market

/// The lines of a recording as replay reads them (`RecordingSource`): the time of receipt in nanoseconds
/// since 1970, a space, and what came.
public enum RecordingLine {
    /// Appends a message of a socket, with its line's end.
    public static func append(
        _ text: UnsafeRawBufferPointer, at received: Timestamp, to lines: inout [UInt8]
    ) {
        begin(received, &lines)
        appendOneLine(text, to: &lines)
        lines.append(newline)
    }

    /// Appends the answer to a request for a book's snapshot, with its line's end; nothing for any other
    /// request, and for an answer that is none. Replay knows the symbol by the address.
    ///
    /// - Parameters:
    ///   - base: scheme, host and port to which the request went.
    ///   - received: when the answer came.
    /// - Returns: whether there was something to record.
    @discardableResult
    public static func append(
        _ response: HTTPResponse, to request: HTTPRequest, base: String, at received: Timestamp,
        into lines: inout [UInt8]
    ) -> Bool {
        guard response.status == 200, request.target.contains("/depth?") else { return false }
        begin(received, &lines)
        lines += Array("{\"rest\":\(ForeignText.json(base + request.target)),\"data\":".utf8)
        response.body.withUnsafeBytes { appendOneLine($0, to: &lines) }
        lines += [UInt8(ascii: "}"), newline]
        return true
    }

    private static var newline: UInt8 { UInt8(ascii: "\n") }

    private static func begin(_ received: Timestamp, _ lines: inout [UInt8]) {
        lines += Array("\(received.nanoseconds) ".utf8)
    }

    /// JSON has line breaks between its words alone: there a space says the same.
    private static func appendOneLine(_ text: UnsafeRawBufferPointer, to lines: inout [UInt8]) {
        for byte in text {
            lines.append(byte == newline || byte == UInt8(ascii: "\r") ? UInt8(ascii: " ") : byte)
        }
    }
}
