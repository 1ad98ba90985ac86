import Exchanges
import Market

extension OrderDesk {
    /// What an account has in the book of a symbol on one side.
    func resting(_ account: Int, _ symbol: Int, _ side: Side) -> [BookLevel] {
        var levels: [BookLevel] = []
        for place in open[account] {
            let order = orders[place]
            guard order.resting != nil, order.symbol == symbol, order.shown.side == side else { continue }
            levels.append(BookLevel(price: order.shown.price, quantity: order.shown.left))
        }
        return levels
    }
}
