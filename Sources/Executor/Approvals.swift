import Market
import Messages
import RiskRules
import Stages

/// What was made of the approvals that are still good: the children of one never exceed it.
///
/// One row per signal, kept until its orders are void, so few at any time.
struct Approvals: Sendable {
    struct Row: BitwiseCopyable, Sendable {
        var signal: Label
        var use: ApprovalUse
        var expires: Timestamp
    }

    private(set) var rows: [Row] = []

    /// What the earlier children of a signal made of its approval.
    func use(of signal: Label) -> ApprovalUse { rows.first { $0.signal == signal }?.use ?? ApprovalUse() }

    /// Notes an entry that was accepted; forgets what is void by its time.
    mutating func add(_ record: OrderRecord) {
        rows.removeAll { $0.expires < record.created }
        var order = SubmitOrder()
        order.intent = record.intent
        order.approvedQuantity = record.approvedQuantity
        let signal = record.intent.clientOrderID.signal
        if let place = rows.firstIndex(where: { $0.signal == signal }) {
            rows[place].use.add(order)
            rows[place].expires = max(rows[place].expires, record.intent.expires)
        } else {
            var use = ApprovalUse()
            use.add(order)
            rows.append(Row(signal: signal, use: use, expires: record.intent.expires))
        }
    }

    func save(into writer: inout StateWriter) { writer.write(rows) }

    mutating func restore(from reader: inout StateReader) throws(StateError) { rows = try reader.readArray() }
}
