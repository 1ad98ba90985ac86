import Configuration
import Exchanges

/// Reads the lists that requests of several orders hold.
enum BatchReader {
    private static let most = 5

    /// The orders of `batchOrders`, each as parameters.
    static func orders(
        _ parameters: Parameters
    ) throws(ExchangeError) -> [[(name: String, value: String)]] {
        let text = try parameters.mandatory("batchOrders")
        guard let json = try? JSONDocument.parse(SourceFile(name: "batchOrders", text: text)),
            case .array(let values) = json
        else { throw .invalid("batchOrders") }
        guard (1...most).contains(values.count) else { throw .tooManyInBatch }
        var orders: [[(name: String, value: String)]] = []
        for value in values {
            guard case .object(let members) = value else { throw .invalid("batchOrders") }
            var order: [(name: String, value: String)] = []
            for member in members {
                guard let text = SocketCall.text(member.value) else { throw .invalid("batchOrders") }
                order.append((member.key, text))
            }
            orders.append(order)
        }
        return orders
    }

    /// The orders that are to be cancelled, each as parameters.
    static func cancels(
        _ parameters: Parameters, symbol: String
    ) throws(ExchangeError) -> [[(name: String, value: String)]] {
        // The second spelling is ccxt's.
        for (list, name) in [
            ("orderIdList", "orderId"), ("origClientOrderIdList", "origClientOrderId"),
            ("orderidlist", "orderId"), ("origclientorderidlist", "origClientOrderId"),
        ] {
            guard let text = parameters.target[list] else { continue }
            guard let json = try? JSONDocument.parse(SourceFile(name: list, text: text)),
                case .array(let values) = json
            else { throw .invalid(list) }
            guard (1...10).contains(values.count) else { throw .tooManyInBatch }
            var orders: [[(name: String, value: String)]] = []
            for value in values {
                guard let text = SocketCall.text(value) else { throw .invalid(list) }
                orders.append([("symbol", symbol), (name, text)])
            }
            return orders
        }
        throw .missing("orderIdList", or: "origClientOrderIdList")
    }
}
