/// How much leverage a position of a value may have, and what it must keep.
public struct LeverageBracket: Sendable, Hashable {
    /// From and up to which value, USDT.
    public var floor: Int64
    public var cap: Int64
    /// The most leverage.
    public var leverage: Int64
    /// The maintenance margin in basis points of the value, less a sum in USDT.
    public var maintenance: Int64
    public var cumulated: Int64

    init(_ floor: Int64, _ cap: Int64, _ maintenance: Int64, _ leverage: Int64, _ cumulated: Int64) {
        (self.floor, self.cap, self.maintenance) = (floor, cap, maintenance)
        (self.leverage, self.cumulated) = (leverage, cumulated)
    }

    /// What the exchange had in October 2024: BTC's and ETH's first rows for those two, SOL's for all others.
    public static func standard(_ base: String) -> [LeverageBracket] {
        switch base {
        case "BTC", "ETH":
            [
                LeverageBracket(0, 50_000, 40, 125, 0), LeverageBracket(50_000, 600_000, 50, 100, 50),
                LeverageBracket(600_000, 3_000_000, 65, 75, 950),
                LeverageBracket(3_000_000, 12_000_000, 100, 50, 11_450),
                LeverageBracket(12_000_000, 50_000_000, 200, 25, 131_450),
            ]
        default:
            [
                LeverageBracket(0, 20_000, 50, 100, 0), LeverageBracket(20_000, 100_000, 65, 75, 30),
                LeverageBracket(100_000, 800_000, 100, 50, 380),
                LeverageBracket(800_000, 4_000_000, 200, 25, 8_380),
                LeverageBracket(4_000_000, 8_000_000, 250, 20, 28_380),
                LeverageBracket(8_000_000, 40_000_000, 500, 10, 228_380),
            ]
        }
    }
}
