import Configuration
import Market
import Messages

/// What makes a signal unusable before anything is asked or looked up.
struct SignalCheck {
    let settings: Settings

    /// The first flaw. A limit price off the exchange's tick is refused: L1 reprices nothing.
    func flaw(in signal: Signal) -> Reason? {
        let length = signal.signalID.count
        if length == 0 || length > ClientOrderID.signalLimit {
            return Reason(.signalIDTooLong, found: Double(length), limit: Double(ClientOrderID.signalLimit))
        }
        if signal.isMalformed { return Reason(.malformedSignal) }
        guard signal.symbol.int < settings.instruments.count else { return Reason(.unknownSymbol) }
        if signal.orderType == .limit, let flaw = flaw(inPriceOf: signal) { return flaw }
        guard signal.quantity.isPositive else {
            return Reason(.invalidQuantity, found: signal.quantity.double)
        }
        return outOfRange(signal)
    }

    /// Whether an id begins as L2's own do: "r", the run's number, "-". One from outside would keep L2's
    /// signal of that name out as its double.
    static func isReserved(_ id: Label) -> Bool {
        guard id.count > 2, id[0] == UInt8(ascii: "r") else { return false }
        var place = 1
        while place < id.count, (48...57).contains(id[place]) { place += 1 }
        return place > 1 && place < id.count && id[place] == UInt8(ascii: "-")
    }

    private func flaw(inPriceOf signal: Signal) -> Reason? {
        guard let price = signal.price.present else { return Reason(.noPrice) }
        let tick = settings.instruments[signal.symbol].tickSize
        guard price.isPositive, !price.isMultiple(of: tick) else { return nil }
        return Reason(.priceOffTick, found: price.double, limit: tick.double)
    }

    /// The first figure of a signal that lies outside what it may be.
    private func outOfRange(_ signal: Signal) -> Reason? {
        for price in [signal.price, signal.stopLoss] {
            if let price = price.present, !price.isPositive {
                return Reason(.invalidPrice, found: price.double)
            }
        }
        let bounded: [(ReasonCode, Double, ClosedRange<Double>)] = [
            (.confidenceOutOfRange, signal.confidence, Signal.confidences),
            (.correlationOutOfRange, signal.correlation, Signal.correlations),
            (.timestampOutOfRange, signal.timestamp, Signal.timestamps),
        ]
        for (code, value, range) in bounded where !value.isNaN && !range.contains(value) {
            let limit = value < range.lowerBound ? range.lowerBound : range.upperBound
            return Reason(code, found: value, limit: limit)
        }
        return nil
    }
}
