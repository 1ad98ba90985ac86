import Bus
import Market
import Messages
import Testing

/// A person who sends lone signals to the seven and looks how they end.
final class SignalDesk {
    private let seven: SevenProcesses
    private var number = 0

    init(_ seven: SevenProcesses) { self.seven = seven }

    /// Buys a little, with a stop far below the market.
    func enter(_ symbol: SymbolID = SevenProcesses.eth) throws -> Label {
        var signal = order("in", symbol, .buy)
        signal.stopLoss = Price(symbol == SevenProcesses.btc ? 45_000 : 2_700)
        try seven.send(signal)
        return signal.signalID
    }

    /// Sells as much of ETH.
    func leave() throws -> Label {
        let signal = order("out", SevenProcesses.eth, .sell)
        try seven.send(signal)
        return signal.signalID
    }

    /// An entry so far below the market that it rests.
    func rest() throws -> Label {
        var signal = order("rest", SevenProcesses.eth, .buy)
        (signal.orderType, signal.price, signal.stopLoss) = (.limit, Price(2_900), Price(2_700))
        try seven.send(signal)
        try seven.wait("\(signal.signalID) rests") {
            seven.order(ClientOrderID(signal: signal.signalID, leg: 1))?.status == .new
        }
        return signal.signalID
    }

    private func order(_ verb: String, _ symbol: SymbolID, _ side: Side) -> Signal {
        number += 1
        var signal = Signal()
        signal.signalID = Label(clipping: "\(verb)-\(number)")
        (signal.symbol, signal.side) = (symbol, side)
        signal.quantity = Quantity(symbol == SevenProcesses.btc ? 0.002 : 0.01)!
        return signal
    }

    /// Enters and is filled.
    func enterAndFill(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        try fill(try enter(), of: SevenProcesses.eth, sourceLocation)
    }

    /// What was sent is filled. An approval lasts some seconds here, which a busy machine may take from a
    /// process that has just come back, and a risk manager lets no entry in for as long after its start: then
    /// it is asked anew. Answers what was filled.
    @discardableResult
    func fill(_ sent: Label, of symbol: SymbolID = SevenProcesses.eth, _ sourceLocation: SourceLocation = #_sourceLocation) throws -> Label {
        let again: Set<ReasonCode> = [.approvalExpired, .reconciling]
        var signal = sent
        try seven.wait("\(sent) is filled", sourceLocation) {
            guard let report = seven.report(signal) else { return false }
            guard again.contains(report.reason.code) else { return true }
            signal = try enter(symbol)
            return false
        }
        try expect(signal, .filled, nil, sourceLocation)
        return signal
    }

    /// Enters until it is filled: what is out of order meanwhile refuses.
    func enterUntilFilled(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        try enterUntil("an entry is filled", sourceLocation) { $0.status == .filled }
    }

    /// Enters until it is refused for a reason.
    func enterUntilRefused(_ code: ReasonCode, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
        try enterUntil("an entry is refused: \(code.name)", sourceLocation) {
            $0.status == .rejected && $0.reason.code == code
        }
    }

    /// One entry after the other, ten a second at most; each has its report before the next.
    private func enterUntil(
        _ what: String, _ sourceLocation: SourceLocation, _ holds: (ExecutionReport) -> Bool
    ) throws {
        var signal = try enter()
        var next = MonotonicClock.now() + 100_000_000
        try seven.wait(what, sourceLocation) {
            guard let report = seven.report(signal) else { return false }
            if holds(report) { return true }
            guard MonotonicClock.now() >= next else { return false }
            signal = try enter()
            next = MonotonicClock.now() + 100_000_000
            return false
        }
    }

    func expect(
        _ signal: Label, _ status: ReportStatus, _ code: ReasonCode? = nil,
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try seven.wait("a report of \(signal)", sourceLocation) { seven.report(signal) != nil }
        let report = seven.report(signal)
        #expect(report?.status == status, "\(signal): \(report?.reason.text ?? "")", sourceLocation: sourceLocation)
        if let code { #expect(report?.reason.code == code, "\(signal)", sourceLocation: sourceLocation) }
    }
}
