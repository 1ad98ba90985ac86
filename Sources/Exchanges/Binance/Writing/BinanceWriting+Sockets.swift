import Market

extension BinanceWriting {
    /// A stream's event as a combined connection tells it.
    public static func combined(_ stream: [UInt8], _ event: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stream.count + event.count + 24)
        bytes.append(contentsOf: #"{"stream":""#.utf8)
        bytes.append(contentsOf: stream)
        bytes.append(contentsOf: #"","data":"#.utf8)
        bytes.append(contentsOf: event)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// A request on a socket was done; `result` is JSON, `null` where there is nothing to tell.
    public static func result(_ id: ControlID, _ result: [UInt8] = Array("null".utf8)) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.key("result")
            $0.whole(result)
            id.write(into: &$0)
        }
        return json.bytes
    }

    /// A request on a socket was refused.
    public static func refused(_ code: Int64, _ message: String, _ id: ControlID) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.object("error") {
                $0.integer("code", code)
                $0.text("msg", message)
            }
            id.write(into: &$0)
        }
        return json.bytes
    }

    /// The exchange goes down.
    public static func serverShutdown(at time: Timestamp, _ unit: TimeUnit = .millisecond) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "serverShutdown")
            $0.time("E", time, unit)
        }
        return json.bytes
    }

    /// The answer of `time`.
    public static func serverTime(_ time: Timestamp, _ unit: TimeUnit = .millisecond) -> [UInt8] {
        var json = JSONText()
        json.object { $0.time("serverTime", time, unit) }
        return json.bytes
    }
}
