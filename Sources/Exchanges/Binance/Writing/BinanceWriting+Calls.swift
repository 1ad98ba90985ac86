import Market

extension BinanceWriting {
    /// An answer of the WebSocket API: a body as the REST request's, and, where it is to be told, what the
    /// minute has cost.
    public static func called(
        _ id: ControlID, _ body: [UInt8], _ limits: ExchangeLimits, used: Int64?
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            id.write(into: &$0)
            $0.integer("status", 200)
            $0.key("result")
            $0.whole(body)
            if let used { limits.write(used: used, into: &$0) }
        }
        return json.bytes
    }

    /// A refusal of the WebSocket API, with the moment until which whoever asked too much is to wait.
    public static func refusedCall(
        _ id: ControlID, _ error: ExchangeError, at time: Timestamp, retryAfter: Timestamp?,
        _ limits: ExchangeLimits, used: Int64?
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            id.write(into: &$0)
            $0.integer("status", Int64(error.status))
            $0.object("error") {
                $0.integer("code", error.code)
                $0.text("msg", error.message)
                if !error.data.isEmpty {
                    $0.key("data")
                    return $0.whole(error.data)
                }
                guard let retryAfter else { return }
                $0.object("data") {
                    $0.time("serverTime", time)
                    $0.time("retryAfter", retryAfter)
                }
            }
            if let used { limits.write(used: used, into: &$0) }
        }
        return json.bytes
    }

    /// An event as the WebSocket API tells it.
    public static func pushed(_ event: [UInt8]) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.key("event")
            $0.whole(event)
        }
        return json.bytes
    }
}
