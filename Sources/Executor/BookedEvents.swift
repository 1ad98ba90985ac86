import Market
import Messages
import Stages

/// What of the venue's fills and funding was booked: each by symbol and the venue's own number, for good, as
/// a venue may tell anything again (decision 32). And the account's own count of fills, without a gap.
struct BookedEvents: Sendable {
    /// By symbol.
    private var fills: [NumberSet]
    private var fundings: [NumberSet]
    private var fees: [ToldFee] = []
    /// Number of the newest fill.
    private(set) var lastFillID: UInt64 = 0

    init(symbols: Int) {
        fills = Array(repeating: NumberSet(), count: symbols)
        fundings = fills
    }

    /// The number of a fill in the account; `nil` where it was booked before.
    mutating func number(_ fill: VenueEvent) -> UInt64? {
        guard fills[fill.symbol.int].insert(fill.eventID) else { return nil }
        lastFillID += 1
        return lastFillID
    }

    /// A fee in BNB was told: it is booked with its fill.
    mutating func expect(fee: VenueEvent) {
        fees.removeAll { $0.symbol == fee.symbol && $0.number == fee.eventID }
        fees.append(ToldFee(symbol: fee.symbol, number: fee.eventID, amount: fee.quantity))
    }

    /// What was told of a fill's fee; zero where it was taken otherwise.
    mutating func takeFee(of fill: VenueEvent) -> Quantity {
        guard let place = fees.firstIndex(where: { $0.symbol == fill.symbol && $0.number == fill.eventID })
        else { return .zero }
        return fees.remove(at: place).amount
    }

    /// Whether a payment of funding is new; it counts as booked from now on.
    mutating func isNew(funding: VenueEvent) -> Bool {
        fundings[funding.symbol.int].insert(funding.eventID)
    }

    /// A durable fill. Of a pair that isn't traded any more only its number counts.
    mutating func recover(_ fill: Fill) {
        lastFillID = max(lastFillID, fill.fillID)
        if fill.symbol.int < fills.count { _ = fills[fill.symbol.int].insert(fill.venueID) }
    }

    /// A durable payment of funding.
    mutating func recover(_ payment: FundingPayment) {
        if payment.symbol.int < fundings.count { _ = fundings[payment.symbol.int].insert(payment.venueID) }
    }

    func save(into writer: inout StateWriter) {
        writer.write(lastFillID)
        for set in fills + fundings { set.save(into: &writer) }
        writer.write(fees)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        lastFillID = try reader.read()
        for place in fills.indices { try fills[place].restore(from: &reader) }
        for place in fundings.indices { try fundings[place].restore(from: &reader) }
        fees = try reader.readArray()
    }
}
