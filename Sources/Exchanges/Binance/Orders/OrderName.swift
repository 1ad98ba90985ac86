import Market
import Messages

/// A client's id of an order in the exchange's own spelling: at most 36 characters.
package struct OrderName: BitwiseCopyable, Sendable, Hashable {
    private static let prefix = Array("st-".utf8)
    /// Characters of a name at most.
    package static let limit = 36

    /// Its letters.
    package let text: InlineText<40>

    /// No name.
    package init() { text = InlineText() }

    /// What stands for a name that no client can give.
    private static let unreadable: InlineText<40> = "unreadable"

    /// A name that came.
    package init(_ bytes: UnsafeRawBufferPointer) { text = InlineText(bytes) ?? Self.unreadable }

    /// The same of a text.
    package init(_ text: String) { self.text = InlineText(text) ?? Self.unreadable }

    /// The exchange's spelling of an order's name; `nil` of one that is too long.
    package init?(_ order: ClientOrderID) {
        guard let text = InlineText<40>(order.text), text.count <= Self.limit else { return nil }
        self.text = text
    }

    /// The order of Strata's that has this name: "st-<signal>-<leg>"; `nil` where a person or another program
    /// gave it, or the exchange.
    package var order: ClientOrderID? {
        let text = (0..<self.text.count).map { self.text[$0] }
        guard text.starts(with: Self.prefix), let end = text.lastIndex(of: UInt8(ascii: "-")), end >= 3 else {
            return nil
        }
        let digits = text[(end + 1)...]
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            let leg = UInt8(String(decoding: digits, as: UTF8.self)), let signal = Label(text[3..<end]),
            signal.count <= ClientOrderID.signalLimit, !signal.isEmpty
        else { return nil }
        // One spelling alone: "007" is nobody's leg.
        let order = ClientOrderID(signal: signal, leg: leg)
        return order.text.utf8.elementsEqual(text) ? order : nil
    }

    /// Whether the exchange itself closes a position by this order, and what for.
    package var forced: Purpose? {
        let text = (0..<self.text.count).map { self.text[$0] }
        if text.starts(with: "settlement_autoclose-".utf8) || text.starts(with: "delivery_autoclose-".utf8) {
            return .settlement
        }
        let isForced = text.starts(with: "autoclose-".utf8) || text.starts(with: "adl_autoclose".utf8)
        return isForced ? .liquidation : nil
    }
}
