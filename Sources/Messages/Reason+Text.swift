import Glibc
import Market

extension Reason {
    /// The sentence a person reads.
    public var text: String { line.description }

    /// The same without an allocation: with its figures where they are told, else without them.
    public var line: LineText { isWhole ? told : "\(code.text)" }

    /// With its figures. The lines about exposure are the ones the multi-pair document quotes.
    private var told: LineText {
        switch code {
        case .stopBeyondLiquidation, .incoherentStop, .incoherentTarget, .priceOffTick,
            .priceOutOfBand, .quantityTooSmall,
            .quantityTooLarge, .quantityOffStep, .quantityRounded, .stopRounded, .targetRounded,
            .invalidQuantity, .nothingToReduce, .stopTouched, .stopTriggered,
            .targetTouched, .liquidated:
            return ofOrder
        case .positionDiffers, .balanceDiffers, .orderUnknownHere, .orderLostThere, .stopNotResting:
            return ofBooks
        case .expired, .approvalExpired, .lifetimeTooLong, .replayed: return ofTime
        case .totalExposure, .assetExposure, .cryptoExposure, .correlatedPositions, .correlatedExposure,
            .dailyDrawdown, .pairDrawdown, .lowBalance, .lowEquity, .insufficientBalance,
            .insufficientMargin:
            return ofPortfolio
        default: return ofSystem
        }
    }

    /// What has prices or quantities of an order as figures.
    private var ofOrder: LineText {
        let (a, b) = (Self.exact(found), Self.exact(limit))
        switch code {
        case .incoherentStop: return "stop loss \(a) is on the wrong side of the price \(b)"
        case .stopBeyondLiquidation:
            return "stop loss \(a) lies beyond the liquidation price \(b), which would come first"
        case .incoherentTarget: return "target \(a) is on the wrong side of the price \(b)"
        case .priceOffTick: return "price \(a) is not on the tick of \(b)\(neighbours)"
        case .priceOutOfBand:
            let way: StaticString = found > limit ? "above the highest" : "below the lowest"
            return "price \(a) is \(way) that the exchange takes now, \(b)"
        case .quantityTooSmall: return "quantity \(a) is below the smallest of \(b)"
        case .quantityTooLarge: return "quantity \(a) is above the exchange's largest of \(b)"
        case .quantityOffStep: return "quantity \(a) is not on the step of \(b)\(neighbours)"
        case .quantityRounded: return "quantity \(a) was lowered to \(b), the next on the exchange's step"
        case .stopRounded: return "stop \(a) was tightened to \(b), the next on the exchange's tick"
        case .targetRounded: return "target \(a) was brought nearer to \(b), the next on the exchange's tick"
        case .invalidQuantity: return "quantity \(a) is no positive number whose value money can hold"
        case .nothingToReduce where found.isFinite && limit.isFinite && limit > 0:
            return "of \(a) to reduce only \(b) is left"
        case .stopTouched: return "stop \(b) was touched and filled at \(a)"
        case .stopTriggered: return "stop \(b) was touched at \(a), and nothing of it is filled yet"
        case .targetTouched: return "target \(b) was touched and filled at \(a)"
        case .liquidated: return "the liquidation price \(b) was reached and filled at \(a)"
        default: return "\(code.text)"
        }
    }

    /// What the venue has, and what the books have.
    private var ofBooks: LineText {
        let (a, b) = (Self.exact(found), Self.exact(limit))
        switch code {
        case .positionDiffers: return "the venue holds \(a), the books \(b): the venue is right"
        case .balanceDiffers: return "the venue has a balance of \(a), the books \(b): the venue is right"
        case .orderUnknownHere:
            return "an order of \(a) at \(b) is open at the venue that the books don't have"
        case .orderLostThere: return "the order of \(a) at \(b) is not open at the venue any more"
        case .stopNotResting where found == 0:
            return "the order that named its stop is lost, so it has none; no entries until it is closed"
        case .stopNotResting:
            return "the stop at \(b) was refused or lost \(a) times in a row; no entries until it rests"
        default: return "\(code.text)"
        }
    }

    /// When its turn came, and until when it was good.
    private var ofTime: LineText {
        guard let came = Self.moment(found), let until = Self.moment(limit) else { return "\(code.text)" }
        if code == .lifetimeTooLong {
            return "it would be good until \(came); at most until \(until) is allowed now"
        }
        if code == .replayed { return "it was given at \(came); only one from after \(until) counts" }
        if code == .expired, found == limit { return "its time ended at \(until)" }
        return code == .expired
            ? "it was good until \(until), and its turn came at \(came)"
            : "the approval was good until \(until), and its turn came at \(came)"
    }

    private var ofPortfolio: LineText {
        let (a, b) = (Self.figure(found), Self.figure(limit))
        switch code {
        case .totalExposure: return "Total exposure $\(a) > $\(b)"
        case .assetExposure: return "asset exposure $\(a) > $\(b)"
        case .cryptoExposure: return "crypto exposure $\(a) > $\(b)"
        case .correlatedPositions: return "\(a) correlated positions are open or reserved; at most \(b)"
        case .correlatedExposure: return "correlation \(a) > \(b) on cross exposure"
        case .dailyDrawdown: return "daily drawdown \(Self.percent(found)), limit \(Self.percent(limit))"
        case .pairDrawdown:
            return "the pair's loss of the day \(Self.percent(found)), limit \(Self.percent(limit))"
        case .lowEquity: return "equity of $\(a) is below the $\(b) that the pair asks for"
        case .lowBalance: return "balance would fall to $\(a), below $\(b)"
        case .insufficientBalance:
            return "available balance \(Self.exact(found)) is less than \(Self.exact(limit))"
        case .insufficientMargin: return "available margin $\(a) is less than $\(b)"
        case .dataCeased:
            guard let last = Self.moment(found) else { return "\(code.text)" }
            return "the pair's market data ended at \(last)"
        default: return "\(code.text)"
        }
    }

    private var ofSystem: LineText {
        let (a, b) = (Self.figure(found), Self.figure(limit))
        let (hasFound, hasBoth) = (found.isFinite, found.isFinite && limit.isFinite)
        switch code {
        case .legOutOfRange: return "leg \(a) is none that an order of its purpose may take; the last is \(b)"
        case .invalidPrice: return "price \(Self.exact(found)) is no positive number"
        case .confidenceOutOfRange: return "confidence \(a) is outside 0 to 1"
        case .correlationOutOfRange: return "correlation \(a) is outside -1 to 1"
        case .timestampOutOfRange: return "timestamp \(a) is outside 0 to 9223372036 s since 1970"
        case .tooManySignals: return "more signals from outside came than \(b) a second"
        case .orderTooSmall: return "order of $\(a) is below the smallest of $\(b)"
        case .orderTooLarge: return "order of $\(a) is above the largest of $\(b)"
        case .notEnoughLiquidity: return "the market offers $\(a) for an order of $\(b)"
        case .spreadTooWide: return "spread \(a) bps > \(b) bps"
        case .slippageTooLarge: return "expected slippage \(a) bps > \(b) bps"
        case .confidenceTooLow:
            return "confidence \(Self.percent(found)) is not above \(Self.percent(limit))"
        case .approvalForged where hasBoth:
            let (quantity, approved) = (Self.exact(found), Self.exact(limit))
            return "an entry of \(quantity) under an approval of \(approved) that no risk manager sealed"
        case .signalIDTooLong where found == 0: return "signal_id is empty"
        case .signalIDTooLong: return "signal_id has \(a) characters; at most \(b) fit into an order id"
        case .feedStale where hasBoth: return "market data is \(a) s old; at most \(b) s"
        case .approvalMismatch where hasBoth:
            return "the approval is for another intent, or used up (\(a) of \(b))"
        case .strategyFading: return "score \(a) is below \(b): the strategy is fading"
        case .strategyImproving: return "score \(a) is above \(b): the strategy earns more weight"
        case .rebalanced where hasBoth: return "lowered to \(Self.percent(found)) by L4's factor on risk"
        case .warmUp where hasBoth: return "not enough data yet (\(a) of \(b))"
        case .driftDetected: return "drift: statistic \(a) > \(b)"
        case .driftCleared: return "drift is over: statistic \(a) <= \(b)"
        case .timedOut where hasFound: return "no answer within \(a) s"
        case .noRoomForStop:
            return "the market moves too little or too much for a stop (ATR \(a) at a price of \(b))"
        case .voteTooWeak: return "the strategies' vote of \(a) is below \(b)"
        case .costTooHigh:
            return "fees and spread take \(Self.percent(found)) of the target, at most \(Self.percent(limit))"
        default: return "\(code.text)"
        }
    }

    /// The two values of a grid between which one lies, as far as the exchange takes them.
    private var neighbours: LineText {
        guard let value = Price(found), let grid = Price(limit), value.isPositive, grid.isPositive else {
            return ""
        }
        let below = value.rounded(to: grid, .down)
        let above = value.rounded(to: grid, .up)
        return below.isPositive ? "; the nearest are \(below) and \(above)" : "; the nearest is \(above)"
    }

    private static func moment(_ seconds: Double) -> Timestamp? {
        guard seconds.isFinite, seconds > 0, seconds < 9.2e9 else { return nil }
        return Timestamp(milliseconds: Int64((seconds * 1000).rounded()))
    }

    /// A fraction as a percentage of at most two decimals.
    private static func percent(_ fraction: Double) -> String {
        figure((fraction * 10_000).rounded() / 100) + "%"
    }

    /// A price or quantity, as exactly as the books have it.
    private static func exact(_ value: Double) -> LineText {
        guard let fixed = Price(value) else { return "\(figure(value))" }
        return "\(fixed)"
    }

    /// A figure for people: at most four decimals, no trailing zeros.
    static func figure(_ value: Double) -> String {
        let scaled = (value * 10_000).rounded()
        guard abs(scaled) < 9e18 else { return "\(value)" }
        let whole = Int64(scaled)
        if whole == 0, value != 0 { return Price(value)?.description ?? "\(value)" }
        var text = String(whole.magnitude / 10_000)
        var fraction = String(whole.magnitude % 10_000 + 10_000).dropFirst()
        while fraction.utf8.last == UInt8(ascii: "0") { fraction.removeLast() }
        if !fraction.isEmpty { text += "." + fraction }
        return (whole < 0 ? "-" : "") + text
    }
}
