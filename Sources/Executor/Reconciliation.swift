import Market
import Messages
import Stages

/// What the venue was asked for and has not told: no entry goes until it has.
struct Reconciliation: Sendable {
    /// What an answer about books is worth.
    enum Told {
        /// Nobody asked.
        case unasked
        /// Something moved since they were asked for: the answer may be of before.
        case overtaken
        case news
    }

    /// False until records and snapshots are given.
    private(set) var hasJoined = false
    /// Orders whose state is not told.
    private var orders: [ClientOrderID] = []
    /// Pairs whose books are not told; none for the account.
    private(set) var books: [SymbolID] = []
    /// Those of them that moved since they were asked for.
    private var moved: [SymbolID] = []

    /// Whether the venue has told all that it was asked for.
    var isOver: Bool { hasJoined && orders.isEmpty && books.isEmpty }

    /// Records and snapshots are given.
    mutating func join() { hasJoined = true }

    /// Everything is asked for: these orders, and the books of these pairs and of the account.
    mutating func begin(_ orders: [ClientOrderID], _ symbols: [SymbolID]) {
        self.orders = orders
        books = symbols + [.none]
    }

    /// The venue doesn't know an order that it had confirmed: it is asked about it once more.
    mutating func doubt(_ order: ClientOrderID) { orders.append(order) }

    func isOpen(_ order: ClientOrderID) -> Bool { orders.contains(order) }

    /// The venue has told how an order stands; answers whether it was asked for that.
    mutating func told(_ order: ClientOrderID) -> Bool {
        let wasOpen = orders.contains(order)
        orders.removeAll { $0 == order }
        return wasOpen
    }

    func awaitsBooks(of symbol: SymbolID) -> Bool { books.contains(symbol) }

    /// A fill or a payment: what the venue was asked for it may have told before it.
    mutating func noteMove(of symbol: SymbolID) {
        for moved in [symbol, .none] where books.contains(moved) && !self.moved.contains(moved) {
            self.moved.append(moved)
        }
    }

    /// The venue has told the books of a pair.
    mutating func told(booksOf symbol: SymbolID) -> Told {
        guard let place = books.firstIndex(of: symbol) else { return .unasked }
        if let place = moved.firstIndex(of: symbol) {
            moved.remove(at: place)
            return .overtaken
        }
        books.remove(at: place)
        return .news
    }

    func save(into writer: inout StateWriter) {
        writer.write(hasJoined)
        writer.write(orders)
        writer.write(books)
        writer.write(moved)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        hasJoined = try reader.read()
        orders = try reader.readArray()
        books = try reader.readArray()
        moved = try reader.readArray()
    }
}
