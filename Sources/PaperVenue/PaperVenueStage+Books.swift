import Market
import Messages
import Stages

extension PaperVenueStage {
    /// Says each order of a pair that is open here, then answers what is held. It keeps no balance.
    func tellBooks(_ symbol: SymbolID, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects) {
        var holding = VenueHolding()
        holding.symbol = symbol
        if symbol.int < symbols.count {
            for index in rows.indices where rows[index].isOpen && rows[index].order.intent.symbol == symbol {
                effects.publish(.venueEvent(event(.open, of: index, time)))
            }
            let position = symbols[symbol.int].position
            holding.quantity = position.quantity
            holding.entryPrice = position.isFlat ? .absent : position.entryPrice
        }
        effects.answer(id, .venueHolding(holding))
    }
}
