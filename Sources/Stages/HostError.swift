import Market

/// Why a host can't do what it was asked. Each text says what, where, and what to do.
public enum HostError: Error, Sendable, CustomStringConvertible {
    case cannotWrite(path: String, why: String)
    case cannotRead(path: String, why: String)
    case configuration(String)
    case data(String)
    case usage(String)
    case notRunning(String)
    case timedOut(String)
    case failed(String)

    public var description: String {
        switch self {
        case .cannotWrite(let path, let why): ForeignText.line("can't write \(path): \(why)")
        case .cannotRead(let path, let why): ForeignText.line("can't read \(path): \(why)")
        // Of files and words of a command there may be several lines.
        case .configuration(let text), .data(let text), .usage(let text): ForeignText.harmless(text)
        case .notRunning(let text), .timedOut(let text), .failed(let text): ForeignText.line(text)
        }
    }

    /// The error as one JSON object: `ok` false, the exit code, its kind and the text.
    public var json: String {
        "{\"ok\":false,\"code\":\(exitCode),\"kind\":\"\(kind)\",\"error\":\(ForeignText.json(description))}"
    }

    /// The error's kind in one word, for JSON.
    public var kind: String {
        switch self {
        case .cannotWrite: "cannot_write"
        case .cannotRead: "cannot_read"
        case .configuration: "configuration"
        case .data: "data"
        case .usage: "usage"
        case .notRunning: "not_running"
        case .timedOut: "timed_out"
        case .failed: "failed"
        }
    }

    /// 0 ok, 1 failed, 2 usage, 3 not running, 4 configuration, 5 time-out.
    public var exitCode: Int32 {
        switch self {
        case .usage: 2
        case .notRunning: 3
        case .configuration: 4
        case .timedOut: 5
        case .cannotWrite, .cannotRead, .data, .failed: 1
        }
    }

    /// Any error as one of these.
    public init(any error: any Error) { self = error as? HostError ?? .failed("\(error)") }
}
