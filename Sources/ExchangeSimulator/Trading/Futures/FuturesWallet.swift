import Exchanges
import Market

/// What an account has on futures: USDT, positions, and how it trades each contract.
struct FuturesWallet: Sendable {
    /// All of it but what open positions have won or lost; isolated positions hold a part of it.
    var balance: Money
    /// Three a contract: of one-way mode, long, and short.
    private(set) var positions: [FuturesPosition]
    /// By contract.
    var terms: [ContractTerms]
    /// Whether long and short positions are kept apart.
    var isHedged = false
    var isMultiAsset = false
    private(set) var incomes: [PrintedIncome] = []

    init(_ money: Money, contracts: Int, _ contract: ContractTerms = ContractTerms()) {
        balance = money
        positions = Array(repeating: FuturesPosition(), count: contracts * 3)
        terms = Array(repeating: contract, count: contracts)
        if money.isPositive {
            incomes.append(PrintedIncome(id: 1, .transfer, money, symbol: -1, trade: 0, at: .zero))
        }
    }

    /// The place of a contract's position.
    static func slot(_ symbol: Int, _ side: PrintedPositionSide) -> Int {
        switch side {
        case .both: symbol * 3
        case .long: symbol * 3 + 1
        case .short: symbol * 3 + 2
        }
    }

    static func side(_ slot: Int) -> PrintedPositionSide { [.both, .long, .short][slot % 3] }

    subscript(slot: Int) -> FuturesPosition {
        _read { yield positions[slot] }
        _modify { yield &positions[slot] }
    }

    /// The wallet without what isolated positions hold.
    var crossWallet: Money { positions.reduce(balance) { $0 - $1.isolated } }

    /// Whether there is a position.
    var hasPosition: Bool { positions.contains { !$0.held.isFlat } }

    /// Adds to the wallet, or takes from it, and notes why.
    mutating func book(
        _ kind: PrintedIncome.Kind, _ amount: Money, symbol: Int, trade: Int64 = 0, at time: Timestamp
    ) {
        guard !amount.isZero else { return }
        let (sum, overflow) = balance.raw.addingReportingOverflow(amount.raw)
        balance = Money(raw: overflow ? (amount.raw > 0 ? .max / 2 : .min / 2) : sum)
        incomes.append(
            PrintedIncome(
                id: Int64(incomes.count) + 1, kind, amount, symbol: symbol, trade: trade, at: time))
    }
}
