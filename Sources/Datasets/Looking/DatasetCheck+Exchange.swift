import BinanceFeed
import Hosting
import Market
import Network
import Stages
import Storage

extension DatasetCheck {
    /// Compares candles and aggregate trades with the exchange's of the same time.
    /// - Parameters:
    ///   - place: which of the exchange's addresses.
    ///   - standard: the market of files whose folders don't tell it.
    ///   - tell: gets what a person may want to know while it goes on.
    public mutating func compare(
        with place: FeedChoice.Place, market standard: MarketKind, tell: (String) -> Void
    ) throws(HostError) {
        for market in [MarketKind.spot, .um] {
            let wanted = rows.indices.filter { (rows[$0].group.market ?? standard) == market }
            let comparers = wanted.map { Comparer(rows[$0]) }
            let some = zip(wanted, comparers).compactMap { index, comparer in comparer.map { (index, $0) } }
            guard !some.isEmpty else { continue }
            try Self.run(some.map(\.1), market, place.addresses(of: market), tell)
            for (index, comparer) in some { rows[index].comparison = comparer.comparison }
        }
    }

    private static func run(
        _ comparers: [Comparer], _ market: MarketKind, _ addresses: BinanceAddresses, _ tell: (String) -> Void
    ) throws(HostError) {
        let names = Set(comparers.map(\.piece.name)).sorted()
        let runner = try HistoryRunner(names, market, at: addresses)
        let stopped = HostError.failed("stopped before all was compared")
        guard try runner.begin(tell: tell) else { throw stopped }
        let unknown = Set(runner.unknown)
        try runner.fetch(count: comparers.count) { (index) throws(HostError) in
            guard unknown.contains(comparers[index].piece.name) else { return comparers[index].piece }
            comparers[index].fail("the exchange does not have \(comparers[index].piece.name)")
            return nil
        } take: { (index, event) throws(HostError) in
            switch event {
            case .rows(_, let lines, _, _): comparers[index].take(lines)
            case .finished: comparers[index].finish()
            case .failed(_, let why): comparers[index].fail(why)
            }
        } tell: { text in
            if let text { tell(text) }
        }
        if runner.isStopped { throw stopped }
    }
}
