import Engine
import Market
import Messages
import Stages

/// A stage whose answers a test scripts: what it hears is kept, and a closure says what follows.
struct EchoStage: Stage {
    typealias Script = @Sendable (Envelope, inout Effects) -> Void
    private(set) var heard: [String] = []
    private let script: Script

    init(_ script: @escaping Script = { _, _ in }) { self.script = script }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        heard.append(Self.name(input.input))
        script(input, &effects)
    }

    func save(into writer: inout StateWriter) {}
    mutating func restore(from reader: inout StateReader) throws(StateError) {}

    private static func name(_ input: Input) -> String {
        switch input {
        case .message(let message): "\(message.kind)"
        case .request(_, let message): "asked \(message.kind)"
        case .answered(_, let message): "answered \(message.kind)"
        case .unanswered(_, let why): "unanswered \(why)"
        case .woken(let timer): "woken \(timer.purpose)"
        case .link(let rank, let state): "\(rank) \(state)"
        case .joined: "joined"
        case .endOfData: "end"
        }
    }
}

/// Keeps what was published, as "rank:kind".
final class RecordingObserver: FrameObserver {
    private(set) var frames: [Frame] = []
    private(set) var steps = 0
    func published(_ frame: Frame) { frames.append(frame) }
    func stepEnded(at time: Timestamp) { steps += 1 }
    var kinds: [String] { frames.map { "\($0.rank):\($0.message.kind)" } }
}
