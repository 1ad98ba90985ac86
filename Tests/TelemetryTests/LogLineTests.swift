import Market
import Messages
import Telemetry
import Testing

@Suite struct LogLineTests {
    private static let table = InstrumentTable(
        ["BTC/USDT", "ETH/USDT", "SOL/USDT"].map {
            Instrument(
                name: $0, market: .spot, tickSize: Price(1), stepSize: Quantity(1), minQuantity: Quantity(1),
                maxQuantity: Quantity(1), minNotional: Money(1))
        })

    private static func made<T: MessageFields>(_ change: (inout T) -> Void) -> T {
        var message = T()
        change(&message)
        return message
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let level: LogLevel
        let message: Message
        let testDescription: String

        init(_ level: LogLevel, _ message: Message, _ text: String) {
            (self.level, self.message, testDescription) = (level, message, text)
        }
    }

    /// The lines that the multi-pair document quotes (P11), letter by letter, with what O12 adds.
    static let quoted: [Case] = [
        Case(
            .info, .signal(made { $0.symbol = SymbolID(0); $0.confidence = 0.654; $0.quantity = Quantity(2)
                $0.stopLoss = Price(90); $0.regime = "trend_low_vol"; $0.correlation = 0.82
                $0.strategyID = "momentum"; $0.signalID = "s" }),
            "[BTC] BTC/USDT - Signal: BUY (confidence: 65%) qty 2, stop 90, regime trend_low_vol, "
                + "corr BTC-ETH 0.82, leader momentum (s)"),
        Case(
            .info, .signal(made { $0.symbol = SymbolID(1); $0.side = .sell; $0.confidence = 0.7
                $0.quantity = Quantity(2); $0.stopLoss = Price(90); $0.correlation = .nan; $0.regime = "unknown"
                $0.strategyID = "breakout"; $0.signalID = "s" }),
            "[ETH] ETH/USDT - Signal: SELL (confidence: 70%) qty 2, stop 90, regime unknown, "
                + "corr BTC-ETH -, leader breakout (s)"),
        Case(
            .info, .skipped(made { $0.symbol = SymbolID(2); $0.timeframe = .m15 }),
            "[SOL] SOL/USDT - Signal: HOLD (confidence: 0%) on 15m"),
        Case(
            .info, .riskVerdict(made { $0.symbol = SymbolID(1); $0.approved = true; $0.exposure = Money(500)
                $0.exposureLimit = Money(1000) }),
            "[ETH] Portfolio approved (exposure: $500.00/$1000.00)"),
        Case(
            .warning, .riskVerdict(made { $0.symbol = SymbolID(1)
                $0.reason = Reason(.totalExposure, found: 1100, limit: 1000); $0.others = 2 }),
            "[ETH] ETH/USDT - Portfolio REJECTED: Total exposure $1100 > $1000 (also asset_exposure)"),
        Case(
            .info, .skipped(made { $0.symbol = SymbolID(0); $0.timeframe = .m15
                $0.reason = Reason(.warmUp, found: 3, limit: 15) }),
            "[BTC] BTC/USDT - Insufficient data for ATR (3 of 15 candles of 15m)"),
    ]

    /// What else is said of decisions.
    static let decisions: [Case] = [
        Case(
            .info, .signal(made { $0.symbol = SymbolID(0); $0.side = .sell; $0.confidence = 0.66
                $0.quantity = Quantity(2); $0.correlation = 0.5; $0.regime = "unknown"
                $0.strategyID = "momentum"; $0.signalID = "s" }),
            "[BTC] BTC/USDT - Exit: SELL (confidence: 66%) qty 2, regime unknown, corr BTC-ETH 0.50, "
                + "leader momentum (s)"),
        Case(
            .info, .skipped(made { $0.symbol = SymbolID(0); $0.advice = .buy; $0.confidence = 0.66
                $0.reason = Reason(.costTooHigh, found: 0.3, limit: 0.25) }),
            "[BTC] BTC/USDT - Signal: BUY (confidence: 66%) on 5m, not sent: "
                + "fees and spread take 30% of the target, at most 25%"),
        Case(
            .info, .reasoning(made { $0.symbol = SymbolID(0); $0.strategy = .meanReversion; $0.advice = .buy
                $0.confidence = 0.66; $0.weight = 0.4
                $0.reasoning = Reasoning(.belowLowerBand, 94_000.5, 94_100.25, 27.5) }),
            "[BTC] BTC/USDT: mean_reversion says BUY (confidence 66%, weight 0.400) on 5m: the close 94000.5 "
                + "is below the lower Bollinger band at 94100.25, RSI 27.5 is oversold"),
        Case(
            .debug, .strategyUpdate(made { $0.symbol = SymbolID(0); $0.weight = 0.2501; $0.previousWeight = 0.25
                $0.reason = Reason(.warmUp) }),
            "[BTC] BTC/USDT: momentum weight stays at 0.250: not enough data yet"),
        Case(
            .info, .strategyUpdate(made { $0.symbol = SymbolID(0); $0.weight = 0.24; $0.previousWeight = 0.25
                $0.reason = Reason(.strategyFading, found: -0.25, limit: 0) }),
            "[BTC] BTC/USDT: momentum weight 0.250 -> 0.240: score -0.25 is below 0: the strategy is fading"),
        Case(
            .info, .tacticTargets(made { $0.symbol = SymbolID(1); $0.regime = .trendLowVolatility; $0.adx = 31.52
                $0.rank = 2; $0.code = .regimeChanged }),
            "[ETH] ETH/USDT: regime trend_low_vol (ADX 31.5), preferred as number 2 of 3 pairs "
                + "(BTC, ETH, then by liquidity): the market's regime changed"),
        Case(
            .debug, .tacticTargets(made { $0.symbol = SymbolID(1); $0.rank = 2; $0.volatilityPercentile = 0.92
                $0.adx = 20; $0.code = .rebalanced }),
            "[ETH] ETH/USDT: regime unknown (ADX 20.0, volatility above 92% of its past), preferred as number 2 "
                + "of 3 pairs (BTC, ETH, then by liquidity): capital was rebalanced"),
    ]

    private static func report(_ change: @escaping (inout ExecutionReport) -> Void) -> Message {
        .report(
            made {
                $0.symbol = SymbolID(0)
                $0.signalID = "s"
                change(&$0)
            })
    }

    /// What becomes of orders: refusals warn, failures are errors, and nothing is "cancelled 0 at absent".
    static let orders: [Case] = [
        Case(
            .warning, report { $0.reason = Reason(.priceOffTick, found: 64_000.05, limit: 0.1) },
            "[BTC] BTC/USDT - Report s: rejected: price 64000.05 is not on the tick of 0.1; "
                + "the nearest are 64000 and 64000.1"),
        Case(
            .error, report { $0.reason = Reason(.executorGone) },
            "[BTC] BTC/USDT - Report s: rejected: the executor does not answer"),
        Case(
            .warning, report { $0.status = .cancelled; $0.reason = Reason(.feedStale, found: 61, limit: 60) },
            "[BTC] BTC/USDT - Report s: cancelled, nothing was filled: market data is 61 s old; at most 60 s"),
        Case(
            .info,
            report { $0.status = .partiallyFilled; $0.executedQuantity = Quantity(1); $0.averagePrice = Price(9)
                $0.exposure = 0.05; $0.correlationImpact = 0.01
                $0.reason = Reason(.notEnoughLiquidity, found: 200, limit: 500) },
            "[BTC] BTC/USDT - Report s: partially_filled 1 at 9, exposure 5.00% of equity, correlation impact "
                + "0.0100; the rest was not filled: the market offers $200 for an order of $500"),
        Case(
            .info,
            report { $0.status = .filled; $0.executedQuantity = Quantity(1); $0.averagePrice = Price(9)
                $0.slippage = 0.01; $0.exposure = 0.05; $0.changes = .tightened
                $0.reason = Reason(.stopRounded, found: 8.05, limit: 8.1) },
            "[BTC] BTC/USDT - Report s: filled 1 at 9, slippage 0.0100%, exposure 5.00% of equity, correlation "
                + "impact 0.0000; tightened: stop 8.05 was tightened to 8.1, the next on the exchange's tick"),
        Case(
            .info,
            .orderState(made { $0.symbol = SymbolID(0); $0.clientOrderID = ClientOrderID(signal: "s", leg: 91)
                $0.purpose = .target; $0.status = .cancelled; $0.quantity = Quantity(3)
                $0.executedQuantity = Quantity(1); $0.reason = Reason(.stopTouched, found: 8, limit: 9) }),
            "[BTC] BTC/USDT - target order st-s-91 cancelled, 1 of 3 filled: stop 9 was touched and filled at 8"),
        Case(
            .error, .fill(made { $0.symbol = SymbolID(0); $0.purpose = .liquidation; $0.quantity = Quantity(1)
                $0.price = Price(9); $0.side = .sell }),
            "[BTC] BTC/USDT - Fill liquidation: sell 1 at 9, fee $0.0000, realized $0.0000, position 0"),
        Case(
            .info, .fill(made { $0.symbol = SymbolID(0); $0.fee = Money(raw: 15_000_000)
                $0.baseFee = Quantity(raw: 150) }),
            "[BTC] BTC/USDT - Fill entry: buy 0 at 0, fee $0.1500 (0.0000015 of it), realized $0.0000, position 0"),
        Case(
            .warning, .alert(made { $0.symbol = SymbolID(0); $0.signalID = "s"
                $0.reason = Reason(.duplicateSignal) }),
            "[BTC] the signal was handled before; one attempt per signal (signal s)"),
        Case(
            .error, .riskAlert(made { $0.severity = .error; $0.halted = true
                $0.reason = Reason(.dailyDrawdown, found: 0.051, limit: 0.05) }),
            "[*] daily drawdown 5.1%, limit 5% - TRADING HALTED"),
    ]

    @Test(arguments: quoted + decisions + orders) func `a line says what was said, as loud as it is`(_ row: Case) {
        let line = LogLine(row.message, Self.table)
        #expect(line?.text == row.testDescription && line?.level == row.level)
    }

    @Test(arguments: MessageKind.allCases) func `no line has a hole, whatever a message lacks`(_ kind: MessageKind) {
        let text = LogLine(Message(kind), Self.table)?.text ?? ""
        #expect(!text.contains("?") && !text.contains("absent") && !text.contains("nan"), "\(text)")
    }

    @Test func `what an alert's report or verdict says is said once`() {
        let refused: RiskAlert = Self.made { $0.signalID = "s"; $0.reason = Reason(.missingStop) }
        #expect(LogLine(.alert(refused), Self.table) == nil && LogLine(.riskAlert(refused), Self.table) == nil)
    }
}
