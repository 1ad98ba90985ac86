import Market

/// A list of orders that hang together, as the exchange tells it.
public struct PrintedOrderList: Sendable, Hashable {
    /// Its number at the exchange.
    public var id: Int64
    /// What its owner calls it.
    public var name: PrintedName
    /// "OCO" or "OTO".
    public var contingency: String
    public var time: Timestamp
    public var isDone = false
    /// Its orders' numbers and names, in their order.
    public var orders: [(id: Int64, name: PrintedName)] = []

    public init(id: Int64, name: PrintedName, contingency: String, at time: Timestamp) {
        (self.id, self.name, self.contingency, self.time) = (id, name, contingency, time)
    }

    public static func == (a: PrintedOrderList, b: PrintedOrderList) -> Bool {
        a.id == b.id && a.isDone == b.isDone
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
