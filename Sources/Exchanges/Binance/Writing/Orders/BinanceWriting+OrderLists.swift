import Market

extension BinanceWriting {
    /// A list of orders, and with it, where the answer tells them, the reports of its orders as JSON.
    public static func orderList(
        _ list: PrintedOrderList, symbol: String, reports: [UInt8]? = nil, _ unit: TimeUnit,
        into json: inout JSONText
    ) {
        json.object { json in
            json.integer("orderListId", list.id)
            json.text("contingencyType", list.contingency)
            json.text("listStatusType", list.isDone ? "ALL_DONE" : "EXEC_STARTED")
            json.text("listOrderStatus", list.isDone ? "ALL_DONE" : "EXECUTING")
            json.text("listClientOrderId", list.name.description)
            json.time("transactionTime", list.time, unit)
            json.text("symbol", symbol)
            json.array("orders") { json in
                for order in list.orders {
                    json.object {
                        $0.text("symbol", symbol)
                        $0.integer("orderId", order.id)
                        $0.text("clientOrderId", order.name.description)
                    }
                }
            }
            guard let reports else { return }
            json.key("orderReports")
            json.whole(reports)
        }
    }

    /// The event `listStatus`.
    public static func listStatus(
        _ list: PrintedOrderList, symbol: String, at time: Timestamp, _ stamp: Timestamp, _ unit: TimeUnit
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.text("e", "listStatus")
            json.time("E", stamp, unit)
            json.text("s", symbol)
            json.integer("g", list.id)
            json.text("c", list.contingency)
            json.text("l", list.isDone ? "ALL_DONE" : "EXEC_STARTED")
            json.text("L", list.isDone ? "ALL_DONE" : "EXECUTING")
            json.text("r", "NONE")
            json.text("C", list.name.description)
            json.time("T", time, unit)
            json.array("O") { json in
                for order in list.orders {
                    json.object {
                        $0.text("s", symbol)
                        $0.integer("i", order.id)
                        $0.text("c", order.name.description)
                    }
                }
            }
        }
        return json.bytes
    }
}
