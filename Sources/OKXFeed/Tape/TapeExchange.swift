import Exchanges
import Market

/// The exchange behind a recording: it grants what is asked for, and has no more than the recording.
enum TapeExchange {
    /// What comes back for a message on a socket: each channel is given at once.
    static func answers(to text: String) -> [[UInt8]] {
        if text == "ping" { return [Array("pong".utf8)] }
        let event = text.hasPrefix("{\"op\":\"subscribe\"") ? "subscribe" : "unsubscribe"
        return text.split(separator: "{").dropFirst().map { part in
            let members = part.prefix { $0 != "}" }
            return Array("{\"event\":\"\(event)\",\"arg\":{\(members)}}".utf8)
        }
    }

    /// The answer to a request.
    static func answer(to request: HTTPRequest, at time: Timestamp, _ names: [String]) -> [UInt8] {
        var rows = ""
        if request.target.hasPrefix("/api/v5/public/time") {
            rows = "{\"ts\":\"\(time.milliseconds)\"}"
        } else if request.target.hasPrefix("/api/v5/public/instruments") {
            rows = names.map { "{\"instId\":\(ForeignText.json($0)),\"state\":\"live\"}" }
                .joined(separator: ",")
        }
        return Array("{\"code\":\"0\",\"msg\":\"\",\"data\":[\(rows)]}".utf8)
    }
}
