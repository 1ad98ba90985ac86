import Glibc
import Market

extension Reason {
    /// The sentence a person reads.
    public var text: String { line.description }

    /// The same without an allocation. The lines about exposure are the ones the multi-pair document quotes.
    public var line: LineText {
        let a = Self.figure(found)
        let b = Self.figure(limit)
        switch code {
        case .none: return "ok"
        case .missingStop: return "stop loss is missing; every entry needs one"
        case .incoherentStop: return "stop loss \(a) is on the wrong side of the price \(b)"
        case .orderTooSmall: return "order of $\(a) is below the smallest of $\(b)"
        case .orderTooLarge: return "order of $\(a) is above the largest of $\(b)"
        case .quantityTooSmall: return "quantity \(a) is below the smallest of \(b)"
        case .noPrice: return "no market price is known yet"
        case .invalidQuantity: return "quantity \(a) is no positive number on the instrument's grid"
        case .notEnoughLiquidity: return "the market offers $\(a) for an order of $\(b)"
        case .spreadTooWide: return "spread \(a) bps > \(b) bps"
        case .slippageTooLarge: return "expected slippage \(a) bps > \(b) bps"
        case .confidenceTooLow: return "confidence \(Self.percent(found)) is below \(Self.percent(limit))"
        case .unknownSymbol: return "the symbol is not in the safe list"
        case .expired:
            guard let came, let until else { return "the command expired before it was handled" }
            return "the command was good until \(until), and its turn came at \(came)"
        case .duplicateSignal: return "the signal was handled before; one attempt per signal"
        case .planMissing: return "its execution plan did not come"
        case .filterViolated: return "the instrument's filters do not allow \(a) (expected \(b))"
        case .signalIDTooLong: return "signal_id has \(a) characters; at most \(b) fit into an order id"
        case .totalExposure: return "Total exposure $\(a) > $\(b)"
        case .assetExposure: return "asset exposure $\(a) > $\(b)"
        case .cryptoExposure: return "crypto exposure $\(a) > $\(b)"
        case .correlatedPositions: return "\(a) correlated positions are open or reserved; at most \(b)"
        case .correlatedExposure: return "correlation \(a) > \(b) on cross exposure"
        case .dailyDrawdown: return "daily drawdown \(Self.percent(found)), limit \(Self.percent(limit))"
        case .lowBalance: return "balance would fall to $\(a), below $\(b)"
        case .insufficientBalance: return "available balance \(a) is less than \(b)"
        case .insufficientMargin: return "available margin $\(a) is less than $\(b)"
        case .halted: return "trading is halted; a person resumes it with `strata resume`"
        case .reconciling: return "books are being reconciled; entries wait"
        case .feedStale:
            return found.isNaN ? "market data is stale" : "market data is \(a) s old; at most \(b) s"
        case .riskManagerGone: return "the risk manager does not answer; no entries"
        case .executorGone: return "the executor does not answer"
        case .venueGone: return "the venue does not answer"
        case .noApproval: return "an entry came without an approval"
        case .approvalExpired:
            guard let came, let until else { return "the approval is void" }
            return "the approval was good until \(until), and its turn came at \(came)"
        case .approvalMismatch: return "the approval is for another intent, or used up"
        case .reduceOnly: return "only reductions are allowed now"
        case .nothingToReduce: return "there is no position left to reduce"
        case .unknownOrder: return "no such order"
        case .timedOut: return "no answer within \(a) s"
        case .endOfData: return "the recorded data ended"
        case .supervisorStop: return "the system is stopping"
        case .strategyFading: return "score \(a) fell from \(b): the strategy is fading"
        case .strategyImproving: return "score \(a) rose from \(b): the strategy earns more weight"
        case .rebalanced:
            return found.isNaN ? "capital was rebalanced" : "capital was rebalanced (score \(a))"
        case .warmUp: return found.isNaN ? "not enough data yet" : "not enough data yet (\(a) of \(b))"
        case .regimeChanged: return "the market's regime changed"
        case .volatilityHigh: return "volatility percentile \(a) is above \(b)"
        case .volatilityNormal: return "volatility percentile \(a) is below \(b)"
        case .driftDetected: return "drift: statistic \(a) > \(b)"
        case .driftCleared: return "drift is over: statistic \(a) <= \(b)"
        case .personAsked: return "a person asked for it"
        case .oppositeSignal: return "an opposite signal reduces to flat"
        case .stopTouched: return "stop \(b) was touched at \(a)"
        case .targetTouched: return "target \(b) was touched at \(a)"
        case .liquidated: return "mark \(a) reached the liquidation price \(b)"
        case .splitIntoChildren: return "split into \(a) child orders of at most $\(b)"
        case .costTooHigh:
            return "fees and spread take \(Self.percent(found)) of the target, at most \(Self.percent(limit))"
        case .shorterTimeframe: return "a shorter timeframe than the entry's does not close it"
        case .feedGone: return "the feed handler is not heard; no entries"
        case .strategyGone: return "L3 is not heard; only reductions"
        case .diskFull: return "records can't be kept: make room on the disk, then `strata resume`"
        }
    }

    /// Of what came too late: when its turn came, and until when it was good.
    private var came: Timestamp? { Self.moment(found) }
    private var until: Timestamp? { Self.moment(limit) }

    private static func moment(_ seconds: Double) -> Timestamp? {
        guard seconds.isFinite, seconds > 0, seconds < 9e9 else { return nil }
        return Timestamp(milliseconds: Int64((seconds * 1000).rounded()))
    }

    private static func percent(_ fraction: Double) -> String { figure(fraction * 100) + "%" }

    /// A figure for people: at most four decimals, no trailing zeros.
    private static func figure(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        let scaled = (value * 10_000).rounded()
        guard abs(scaled) < 9e18 else { return "\(value)" }
        let whole = Int64(scaled)
        var text = String(whole.magnitude / 10_000)
        var fraction = String(whole.magnitude % 10_000 + 10_000).dropFirst()
        while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
        if !fraction.isEmpty { text += "." + fraction }
        return (whole < 0 ? "-" : "") + text
    }
}
