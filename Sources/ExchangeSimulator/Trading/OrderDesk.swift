import Exchanges
import Market

/// The orders of one market's accounts: an order's number is its place and one.
struct OrderDesk: Sendable {
    private(set) var orders: [DeskOrder] = []
    /// The places of what is open, oldest first, by account.
    private(set) var open: [[Int]]
    /// The places of orders that wait for a price, oldest first, by symbol.
    var waiting: [[Int]]
    private(set) var fills: [DeskFill] = []
    var lists: [DeskList] = []
    private var executions: Int64 = 0
    private var names: UInt64 = 0

    init(accounts: Int, symbols: Int) {
        open = Array(repeating: [], count: accounts)
        waiting = Array(repeating: [], count: symbols)
    }

    subscript(place: Int) -> DeskOrder {
        _read { yield orders[place] }
        _modify { yield &orders[place] }
    }

    /// The number of the order that comes next.
    var nextID: Int64 { Int64(orders.count) + 1 }

    /// Takes a new order; answers its place.
    mutating func add(_ order: DeskOrder) -> Int {
        orders.append(order)
        open[order.account].append(orders.count - 1)
        return orders.count - 1
    }

    /// An order is open no more.
    mutating func close(_ place: Int) {
        let account = orders[place].account
        if let index = open[account].firstIndex(of: place) { open[account].remove(at: index) }
        let symbol = orders[place].symbol
        if let index = waiting[symbol].firstIndex(of: place) { waiting[symbol].remove(at: index) }
    }

    mutating func add(_ fill: DeskFill) { fills.append(fill) }

    /// The number of the next event.
    mutating func nextExecution() -> Int64 {
        executions += 1
        return executions
    }

    /// A name for what its owner didn't name: 22 letters and digits, as the exchange makes them.
    mutating func nextName() -> PrintedName {
        names += 1
        let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var text: [UInt8] = []
        var word = SplitMix64.mix(names)
        for place in 0..<22 {
            if place == 11 { word = SplitMix64.mix(word ^ names) }
            text.append(letters[Int(word % 62)])
            word /= 62
        }
        return PrintedName(text) ?? PrintedName()
    }

    // MARK: Finding

    /// The place of an account's order by its number.
    func place(of id: Int64, _ account: Int, _ symbol: Int) -> Int? {
        guard id >= 1, id <= Int64(orders.count) else { return nil }
        let place = Int(id) - 1
        let isOwn = orders[place].account == account && orders[place].symbol == symbol
        return isOwn ? place : nil
    }

    /// The place of an account's open order by its name.
    func openPlace(of name: PrintedName, _ account: Int, _ symbol: Int) -> Int? {
        open[account].last { orders[$0].symbol == symbol && orders[$0].shown.name == name }
    }

    /// The place of an account's newest order of a name.
    func place(of name: PrintedName, _ account: Int, _ symbol: Int) -> Int? {
        if let place = openPlace(of: name, account, symbol) { return place }
        return orders.lastIndex { $0.account == account && $0.symbol == symbol && $0.shown.name == name }
    }

    /// How many orders of an account are open on a symbol, and how many of those wait for a price.
    func counts(_ account: Int, _ symbol: Int) -> (open: Int, waiting: Int) {
        var counts = (open: 0, waiting: 0)
        for place in open[account] where orders[place].symbol == symbol {
            counts.open += 1
            if orders[place].shown.type.waits { counts.waiting += 1 }
        }
        return counts
    }
}
