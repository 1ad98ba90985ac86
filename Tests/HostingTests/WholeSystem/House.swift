import Configuration
@testable import Engine
import Executor
@testable import Hosting
import L1Operational
import L2Tactic
import L3Strategy
import L4Meta
import Market
import Messages
import Stages

/// The whole system in one process on a market that the test makes, minute by minute: BTC at 50 000, ETH at
/// 3 000 and SOL at 150 until it says otherwise.
final class House {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)

    static let start = Timestamp(milliseconds: 1_746_403_200_000)

    var host = InProcessHost()
    let log = FrameLog()
    let records = MemoryRecords()
    let settings: Settings
    private(set) var time: Timestamp
    /// Last prices by symbol.
    private(set) var prices: [Double]
    private var asked = 0

    /// Without some processes, or with one level deaf to one kind of message.
    init(
        _ settings: Settings = .standard, without absent: Set<ProcessRank> = [],
        deaf: [Ear] = [], recovered: [Record] = [],
        at start: Timestamp = House.start
    ) {
        self.settings = settings
        time = start
        prices = settings.symbols.map { ["BTC": 50_000, "ETH": 3_000, "SOL": 150][$0.asset] ?? 1 }
        for rank in ProcessRank.processes where !absent.contains(rank) && !deaf.contains(where: { $0.rank == rank }) {
            if rank == .executor {
                host.add(ExecutorStage(settings: settings), rank: rank)
                host.add(VenueSpy(settings), rank: .venue)
            } else {
                StageFactory.add(rank, to: &host, settings, run: 1)
            }
        }
        for ear in deaf { add(ear.rank, deafTo: ear.kind) }
        host.observer = log
        host.records = records
        host.recover(recovered)
        host.join(at: time)
        for rank in absent { host.link(rank, .down) }
    }

    private func add(_ rank: ProcessRank, deafTo kind: MessageKind) {
        switch rank {
        case .l4Meta: host.add(DeafStage(L4MetaStage(settings: settings), to: kind), rank: rank)
        case .l3Strategy: host.add(DeafStage(L3StrategyStage(settings: settings), to: kind), rank: rank)
        case .l2Tactic: host.add(DeafStage(L2TacticStage(settings: settings, run: 1), to: kind), rank: rank)
        default: host.add(DeafStage(L1OperationalStage(settings: settings), to: kind), rank: rank)
        }
    }

    /// A candle of every symbol that ends at these prices; at the last ones where none are given.
    func minute(_ closes: [Double?] = []) {
        let open = time
        time = time + .minutes(1)
        for symbol in settings.instruments.symbols {
            var kline = Kline()
            let close = (symbol.int < closes.count ? closes[symbol.int] : nil) ?? prices[symbol.int]
            let tick = settings.instruments[symbol].tickSize
            kline.symbol = symbol
            (kline.openTime, kline.closeTime) = (open, time)
            kline.open = price(prices[symbol.int], tick)
            kline.close = price(close, tick)
            kline.high = max(kline.open, kline.close)
            kline.low = min(kline.open, kline.close)
            kline.quoteVolume = 2_000_000
            kline.volume = kline.quoteVolume / close
            prices[symbol.int] = close
            host.feed(.kline(kline), at: time)
        }
    }

    private func price(_ value: Double, _ tick: Price) -> Price { Price(value)?.rounded(to: tick, .nearest) ?? .zero }

    func minutes(_ count: Int) { for _ in 0..<count { minute() } }

    /// A lone signal from outside, over REQ; whether it was taken.
    @discardableResult func send(_ signal: Signal) -> Bool {
        guard case .acknowledge(let answer)? = host.request(.l1Operational, RequestID(signal.signalID, .signal), .signal(signal))
        else { return false }
        return answer.ok
    }

    /// A person halts or resumes risk manager and executor, as `strata halt` does.
    func halt(_ isHalted: Bool = true) {
        asked += 1
        let command = HaltCommand()
        let id = RequestID(Label(clipping: "person-\(asked)"), isHalted ? .halt : .resume)
        for rank in [ProcessRank.executor, .riskManager] {
            _ = host.request(rank, id, isHalted ? .halt(command) : .resume(command))
        }
    }

    var venue: VenueSpy? { host.stage(VenueSpy.self) }

    func position(_ symbol: SymbolID) -> Quantity { venue?.venue.symbols[symbol.int].position.quantity ?? .zero }

    static func signal(
        _ id: Label, _ symbol: SymbolID, _ side: Side, _ quantity: Double, stop: Double? = nil
    ) -> Signal {
        var signal = Signal()
        signal.signalID = id
        signal.strategyID = "stratA"
        (signal.symbol, signal.side) = (symbol, side)
        signal.quantity = Quantity(quantity) ?? .zero
        signal.stopLoss = stop.flatMap { Price($0) } ?? .absent
        return signal
    }

    /// The L1 document's two: BTC 0.01 with its stop at 49 000, ETH 0.5 with its stop at 2 900.
    static let documentBTC = signal("btc_s1", btc, .buy, 0.01, stop: 49_000)
    static let documentETH = signal("eth_s1", eth, .buy, 0.5, stop: 2_900)
}

extension Settings {
    /// The documents' defaults under the L1 document's limits.
    static var operational: Settings {
        var settings = Settings.standard
        settings.profile = TradingProfile.operational.rawValue
        settings.limits.maxTotalExposure = TradingProfile.operational.maxTotalExposure
        return settings
    }

    /// One pair alone.
    func alone(_ name: String) throws -> Settings { try keeping([name]) }
}
