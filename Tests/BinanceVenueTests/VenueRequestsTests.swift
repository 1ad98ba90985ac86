import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import BinanceVenue

/// What goes to the exchange, and when.
@Suite struct VenueRequestsTests {
    private let id = ClientOrderID(signal: "a", leg: 1)

    private func moment(_ seconds: Int64) -> Moment {
        let time = Timestamp(milliseconds: 1_746_662_400_000) + .seconds(seconds)
        return Moment(monotonic: 1_000_000_000 * (1 + seconds), wall: time)
    }

    private func next(_ requests: inout VenueRequests, _ seconds: Int64) -> VenueRequests.UnderWay? {
        requests.next(at: moment(seconds), ServerClock(), canSign: true) { _ in false }
    }

    private func requests(after code: Int) throws -> VenueRequests {
        let settings = BinanceVenueSettings(
            .um, at: BinanceVenueAddresses(base: "http://127.0.0.1:1"), InstrumentTable([]), leverages: [],
            maintenanceMargin: 0.005, since: .zero, seed: 1)
        var requests = VenueRequests(settings)
        let body = Array("{\"code\":\(code),\"msg\":\"Too much.\"}".utf8)
        let answer = HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", "30")], body: body)
        #expect(requests.pause(after: answer, at: moment(0), ServerClock()) == 30)
        for wish in [VenueWish.place(id, exits: true), .cancel(id), .query(id)] { requests.want(wish, at: moment(0).monotonic) }
        return requests
    }

    @Test func `where the exchange wants no more orders, what cancels and asks goes on`() throws {
        var requests = try requests(after: -1015)
        #expect(next(&requests, 1)?.wish == .cancel(id) && next(&requests, 1)?.wish == .query(id))
        #expect(next(&requests, 29) == nil && requests.wakesAt(moment(29).monotonic) == moment(30).monotonic)
        #expect(next(&requests, 30)?.wish == .place(id, exits: true))
    }

    @Test func `nothing is taken back to be laid anew while the exchange wants no more orders`() throws {
        var requests = try requests(after: -1015)
        let answers = [0, 29, 30].map { requests.mayOrder(at: moment($0), ServerClock()) }
        #expect(answers == [false, false, true])
    }

    @Test func `where the machine's budget has none left for exits no order goes, and the longer pause stands`() throws {
        var requests = try requests(after: -1015)
        requests.pauseOrders(for: 10_000_000_000, at: moment(0))
        #expect(next(&requests, 1)?.wish == .cancel(id) && next(&requests, 1)?.wish == .query(id))
        requests.pauseOrders(for: 20_000_000_000, at: moment(20))
        let answers = [30, 39, 40].map { requests.mayOrder(at: moment($0), ServerClock()) }
        #expect(answers == [false, false, true])
        #expect(next(&requests, 39) == nil && next(&requests, 40)?.wish == .place(id, exits: true))
    }

    @Test(arguments: [
        (429, #"{"code":-1015,"msg":"Too many new orders."}"#, true), (429, #"{"code":-1015}"#, true),
        (429, #"{"code":-10150,"msg":"Something else."}"#, false), (429, #"{"code":-1003,"msg":"-1015"}"#, false),
        (418, #"{"code":-1015,"msg":"Banned."}"#, false), (429, "", false),
    ])
    func `orders alone are paused by their own code`(_ status: Int, _ body: String, _ isOfOrders: Bool) {
        #expect(HTTPResponse(status: status, headers: [], body: Array(body.utf8)).pausesOrdersAlone == isOfOrders)
    }

    @Test func `where it wants to be left in peace, nothing goes`() throws {
        var requests = try requests(after: -1003)
        #expect(next(&requests, 29) == nil && next(&requests, 30) != nil)
    }
}
