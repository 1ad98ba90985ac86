import Bus
import Configuration
@testable import Control
import Market
import Messages
import Wire

/// An ear outside on what some stages of a run say.
final class PlanEar {
    private let socket: Socket
    private let context: Context
    private let inspector = FrameInspector(Settings.standard.instruments)
    private var numbers: [String: UInt64] = [:]
    /// Topics of which a number is missing.
    private(set) var holes: [String] = []
    private(set) var heard: Set<MessageKind> = []
    private(set) var orders: [OrderIntent] = []
    private(set) var candles: [Kline] = []
    /// Of each pair the start that told the newest candle.
    private var epochs: [SymbolID: UInt32] = [:]
    /// Trades, quotes, books, candles and mark prices.
    private(set) var market: [Message] = []
    /// Signals that the risk manager approved.
    private(set) var approved: Set<Label> = []

    /// Listens to stages, as in "l2-tactic.0", of a run in a folder that need not have begun.
    init(_ folder: String, _ stages: [String]) throws {
        let directory = try RunDirectory(path: folder + "/run")
        context = try Context()
        socket = try Socket(.sub, in: context)
        try socket.subscribe(prefix: [])
        for stage in stages { try socket.connect(directory.endpoint("\(stage).pub")) }
    }

    /// Takes what has come within a moment.
    func listen() throws {
        _ = try socket.waitForInput(until: MonotonicClock.now() + 20_000_000)
        while try socket.receive(take) {}
    }

    private func take(_ frames: Frames) {
        guard case .message(let header, let message) = inspector.inspect(frames) else { return }
        var map = try? MapView(frames.payload)
        // A state that is said again to who joins has its old number.
        if let again = try? map?.unsigned("again"), again > 0 { return }
        let topic = "\(header.source) " + String(decoding: frames.topic, as: UTF8.self)
        if let last = numbers[topic], header.sequence != last + 1 { holes.append("\(topic) \(header.sequence)") }
        numbers[topic] = header.sequence
        heard.insert(message.kind)
        if case .kline(let kline) = message, isTwiceTold(kline, header) { return }
        if [.trade, .ticker, .depth, .kline, .mark].contains(message.kind) { market.append(message) }
        switch message {
        case .order(let intent): orders.append(intent)
        case .kline(let kline): candles.append(kline)
        case .riskDecision(let decision): if decision.approved { approved.insert(decision.signalID) }
        default: break
        }
    }

    /// Whether a feed handler that was started anew tells a candle again that is known: any listener takes it once.
    private func isTwiceTold(_ kline: Kline, _ header: Header) -> Bool {
        let newest = candles.last { $0.symbol == kline.symbol }?.closeTime ?? .zero
        if kline.closeTime <= newest { return header.epoch > epochs[kline.symbol] ?? header.epoch }
        epochs[kline.symbol] = header.epoch
        return false
    }
}
