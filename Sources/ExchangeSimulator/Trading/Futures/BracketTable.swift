import Exchanges
import Market

/// The leverage brackets of a contract.
struct BracketTable: Sendable {
    let brackets: [LeverageBracket]

    init(_ listing: ListedSymbol) { brackets = LeverageBracket.standard(listing.instrument.base) }

    /// What a position of a value must keep.
    func maintenance(of value: Money) -> Money {
        guard let bracket = bracket(of: value) else { return .zero }
        let full = multiplyDivide(value.raw, bracket.maintenance, by: 10_000, .up) ?? .max / 4
        return max(.zero, Money(raw: full - bracket.cumulated * fixedPointScale))
    }

    /// The bracket of a value; the last one of all that is larger.
    func bracket(of value: Money) -> LeverageBracket? {
        brackets.first { value < Money(Int($0.cap)) } ?? brackets.last
    }

    /// The most leverage.
    var mostLeverage: Int64 { brackets.map(\.leverage).max() ?? 1 }

    /// How much a position may be worth at a leverage, USDT.
    func most(at leverage: Int64) -> Int64 {
        brackets.last { $0.leverage >= leverage }?.cap ?? 0
    }
}
