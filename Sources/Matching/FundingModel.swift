import Configuration
import Market

/// Funding of perpetual futures: position × mark × rate; longs pay while the rate is
/// positive (Binance, "Introduction to Binance Futures Funding Rates").
///
/// Where the exchange tells neither rate nor mark it assumes one constant rate at set hours, and the mark to
/// be the last close. What is due to us is rounded down,
/// what is due from us up.
public struct FundingModel: Sendable {
    /// What longs pay shorts each time, a fraction of the position's value.
    public let rate: Rate
    /// Seconds after midnight UTC, ascending.
    private let seconds: [Int64]

    /// Spot pays none.
    public init(_ paper: PaperSettings, market: MarketKind) {
        rate = Rate(fraction: paper.fundingRate)
        seconds = market == .um ? paper.fundingHours.sorted().map { Int64($0) * 3600 } : []
    }

    /// The first moment at which funding is due later than another; `never` where none ever is.
    public func next(after time: Timestamp) -> Timestamp {
        guard let first = seconds.first else { return .never }
        let midnight = time.floor(to: .days(1))
        for second in seconds where midnight + .seconds(second) > time { return midnight + .seconds(second) }
        return midnight + .days(1) + .seconds(first)
    }

    /// What a position pays, USDT; negative where it is paid.
    public func payment(_ position: Quantity, mark: Price, _ told: Rate? = nil) -> Money {
        (told ?? rate).share(of: position.notional(at: mark) ?? .zero)
    }
}
