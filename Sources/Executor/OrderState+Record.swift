import Messages
import Stages

extension OrderState {
    /// The state of an order as it stands in the books.
    init(_ record: OrderRecord) {
        self.init()
        clientOrderID = record.intent.clientOrderID
        symbol = record.intent.symbol
        side = record.intent.side
        purpose = record.intent.purpose
        status = record.status
        reason = record.reason
        quantity = record.intent.quantity
        executedQuantity = record.executedQuantity
        averagePrice = record.averagePrice
        price = record.intent.price
        referencePrice = record.intent.referencePrice
    }
}
