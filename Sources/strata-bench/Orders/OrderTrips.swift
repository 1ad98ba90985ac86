import Bus
import CCurl
import Exchanges
import Hosting
import Market
import Network
import Stages

/// An order's way to the exchange and back, by Strata's client and by bare libcurl.
enum OrderTrips {
    /// Round trips of orders that the client signs, sends and reads, each after the other, ns.
    static func strata(_ account: OrderAccount, _ count: Int) throws(HostError) -> [Double] {
        do {
            let reactor = try Reactor(signals: nil)
            let core = Core(orders: (0..<count).map(account.order), base: account.exchange.base.text)
            let shell = try ClientShell(core, signer: account.signer)
            _ = reactor.watch(descriptor: shell.descriptor)
            while shell.core.times.count < count, shell.core.why == nil {
                reactor.wake(at: shell.wakesAt)
                _ = try reactor.wait()
                shell.turn()
            }
            if let why = shell.core.why { throw HostError.failed("an order failed: \(why)") }
            return shell.core.times
        } catch let error as HostError {
            throw error
        } catch { throw .failed("\(error)") }
    }

    /// The same of orders that are signed before, by one easy handle that is kept.
    static func curl(_ account: OrderAccount, _ count: Int) throws(HostError) -> [Double] {
        guard let handle = curl_easy_init() else { throw .failed("curl_easy_init") }
        defer { curl_easy_cleanup(handle) }
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        var times: [Double] = []
        for number in 0..<count {
            let order = try account.signed(number)
            if headers == nil {
                let lines = order.headers.map { "\($0.name): \($0.value)" } + ["Expect:", "Content-Type:"]
                for line in lines { headers = curl_slist_append(headers, line) }
                strata_curl_pointer(handle, CURLOPT_HTTPHEADER, headers)
                strata_curl_long(handle, CURLOPT_POST, 1)
                strata_curl_long(handle, CURLOPT_POSTFIELDSIZE, 0)
                strata_curl_pointer(handle, CURLOPT_POSTFIELDS, "")
                strata_curl_writes(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
            }
            let url = account.exchange.base.text + order.target
            let start = MonotonicClock.now()
            strata_curl_pointer(handle, CURLOPT_URL, url)
            guard curl_easy_perform(handle) == CURLE_OK else { throw .failed("curl could not send an order") }
            times.append(Double(MonotonicClock.now() - start))
        }
        return times
    }

    /// Sends the next order when the last one is answered.
    private struct Core: RequestCore {
        let orders: [HTTPRequest]
        let base: String
        var times: [Double] = []
        var why: String?
        let wakesAt = Int64.max
        private var leftAt: Int64 = 0
        private var commands: [ClientCommand] = []

        init(orders: [HTTPRequest], base: String) {
            (self.orders, self.base) = (orders, base)
            ask()
        }

        mutating func answered(_: ExchangeRequestID, _ response: HTTPResponse, at _: Moment) {
            times.append(Double(MonotonicClock.now() - leftAt))
            guard response.status == 200 else { return why = "status \(response.status)" }
            if times.count < orders.count { ask() }
        }

        private mutating func ask() {
            leftAt = MonotonicClock.now()
            let id = ExchangeRequestID(UInt64(times.count) + 1)
            commands.append(.request(id, orders[times.count], base: base, timeoutMilliseconds: 5000))
        }

        mutating func failed(_: ExchangeRequestID, _ end: ConnectionEnd, at _: Moment) { why = "\(end)" }

        mutating func takeCommands() -> [ClientCommand] {
            defer { commands = [] }
            return commands
        }

        mutating func wake(at _: Moment) {}
    }
}
