import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct SocketTests {
    private func bench(_ market: MarketKind, _ terms: SimulatorTerms = SimulatorTerms()) -> Bench {
        Bench(wandering(40, seed: 6), market, terms)
    }

    /// What a socket answers to each request, in order.
    @Test func `requests on a socket are answered as the exchange does`() throws {
        let script = [
            (#"{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@depth@100ms"],"id":1}"#, #"{"result":null,"id":1}"#),
            (#"{"method":"LIST_SUBSCRIPTIONS","id":"abc"}"#, #"{"result":["btcusdt@aggTrade","btcusdt@depth@100ms"],"id":"abc"}"#),
            (#"{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":312}"#, #"{"result":null,"id":312}"#),
            (#"{"method":"LIST_SUBSCRIPTIONS","id":3}"#, #"{"result":["btcusdt@aggTrade"],"id":3}"#),
            (#"{"method":"GET_PROPERTY","params":["combined"],"id":2}"#, #"{"result":false,"id":2}"#),
            (#"{"method":"SET_PROPERTY","params":["combined",true],"id":5}"#, #"{"result":null,"id":5}"#),
            (#"{"method":"GET_PROPERTY","params":["combined"],"id":null}"#, #"{"result":true,"id":null}"#),
            (#"{"method":"SET_PROPERTY","params":["combined",1],"id":6}"#, #"{"error":{"code":1,"msg":"Invalid value type: expected Boolean"},"id":6}"#),
            (#"{"method":"SET_PROPERTY","params":["x",true],"id":7}"#, #"{"error":{"code":0,"msg":"Unknown property"},"id":7}"#),
            (#"{"method":"SUBSCRIBE","params":["nothing"],"id":8}"#, #"{"error":{"code":2,"msg":"Invalid request: invalid stream"},"id":8}"#),
            (#"{"method":"SUBSCRIBE","id":9}"#, #"{"error":{"code":2,"msg":"Invalid request: missing field `params`"},"id":9}"#),
            ("{", #"{"error":{"code":3,"msg":"Invalid JSON: expected an object"},"id":null}"#),
            ("[1]", #"{"error":{"code":3,"msg":"Invalid JSON: expected an object"},"id":null}"#),
        ]
        var bench = bench(.spot)
        let socket = try bench.open("/ws")
        for (request, answer) in script {
            bench.heard[socket] = []
            bench.say(request, on: socket)
            #expect(bench.heard[socket]?.first == answer, "\(request)")
            bench.go(milliseconds: 400)
        }
        bench.heard[socket] = []
        bench.say(#"{"method":"JUMP","id":10}"#, on: socket)
        let hasRefusal = bench.heard[socket]?.first?.hasPrefix(#"{"error":{"code":2,"msg":"Invalid request: unknown variant `JUMP`, expected one of"#)
        #expect(hasRefusal == true)
    }

    @Test func `events come bare or with their stream's name, as the socket wants`() throws {
        var bench = bench(.spot)
        let socket = try bench.open("/ws/btcusdt@aggTrade")
        bench.go(milliseconds: 20_000)
        let bare = bench.events(socket)
        #expect(!bare.isEmpty && bare.allSatisfy { $0["e"] as? String == "aggTrade" })
        bench.say(#"{"method":"SET_PROPERTY","params":["combined",true],"id":5}"#, on: socket)
        _ = bench.events(socket)
        bench.go(milliseconds: 20_000)
        let named = bench.events(socket)
        #expect(!named.isEmpty && named.allSatisfy { $0["stream"] as? String == "btcusdt@aggTrade" })
        bench.say(#"{"method":"UNSUBSCRIBE","params":["btcusdt@aggTrade"],"id":6}"#, on: socket)
        _ = bench.events(socket)
        bench.go(milliseconds: 20_000)
        #expect(bench.events(socket).isEmpty)
        #expect(bench.simulator.streams[0].bySymbol[0].isEmpty)
    }

    /// Which of futures' streams flow where.
    @Test(arguments: [SimulatorTerms.Routes.strict, .any])
    func `futures' streams flow on their own route alone, unless any may`(routes: SimulatorTerms.Routes) throws {
        let names = ["btcusdt@trade", "btcusdt@kline_1m"]
        for (path, flows) in [("/public", [true, false]), ("/market", [false, true]), ("", [true, false]), ("/private", [false, false])] {
            var bench = bench(.um, SimulatorTerms(routes: routes))
            let socket = try bench.open("\(path)/stream")
            bench.say(#"{"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@kline_1m","x@y"],"id":1}"#, on: socket)
            #expect(bench.heard[socket] == [#"{"result":null,"id":1}"#])
            _ = bench.events(socket)
            bench.go(milliseconds: 30_000)
            let heard = Set(bench.events(socket).compactMap { $0["stream"] as? String })
            for (name, flow) in zip(names, flows) {
                #expect(heard.contains(name) == (flow || routes == .any), "\(path) \(name)")
            }
        }
    }

    /// Some clients tell spot by "/stream" in its address.
    @Test func `spot is at the exchange's host's name, too`() throws {
        var bench = bench(.spot)
        let bare = try bench.open("/stream/ws/btcusdt@trade")
        let named = try bench.open("/stream/stream?streams=btcusdt@trade")
        #expect((try? bench.open("/stream/ws/0")) != nil)
        bench.go(milliseconds: 20_000)
        #expect(bench.events(bare).first?["e"] as? String == "trade")
        #expect(bench.events(named).first?["stream"] as? String == "btcusdt@trade")
    }

    @Test func `sockets are opened where the exchange has some`() {
        var bench = bench(.um)
        for path in ["/ws", "/ws/0", "/ws/btcusdt@trade/ethusdt@trade", "/public/ws", "/market/stream?streams=btcusdt@ticker", "/private/ws?listenKey=abc", "/private/ws/abc", "/ws-fapi/v1"] {
            #expect((try? bench.open(path)) != nil, "\(path)")
        }
        for path in ["/", "/api/v3/time", "/ws-api/v3", "/ws-fapi", "/stream/ws/0", "/public", "/stream/x", "/other/ws"] {
            #expect((try? bench.open(path)) == nil, "\(path)")
        }
    }

    @Test func `a socket that says too much or hears too many streams is held off`() throws {
        var bench = bench(.spot)
        let socket = try bench.open("/ws")
        let names = (0..<1024).map { "\"s\($0)@trade\"" }.joined(separator: ",")
        bench.say(#"{"method":"SUBSCRIBE","params":[\#(names)],"id":1}"#, on: socket)
        bench.say(#"{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":2}"#, on: socket)
        #expect(bench.heard[socket]?.last?.contains("too many streams") == true)
        for _ in 0..<3 { bench.say(#"{"method":"LIST_SUBSCRIPTIONS","id":3}"#, on: socket) }
        #expect(bench.commands.isEmpty)
        bench.say(#"{"method":"LIST_SUBSCRIPTIONS","id":3}"#, on: socket)
        #expect(bench.commands == [.close(ConnectionID(socket), code: 1008, reason: "Too many requests")])
    }

    @Test(arguments: [(MarketKind.spot, Int64(20), Int64(60)), (.um, 180, 600)])
    func `pings come by the exchange's timetable, and who does not answer is dropped`(
        market: MarketKind, every: Int64, within: Int64
    ) throws {
        var bench = bench(market)
        let good = try bench.open("/ws")
        bench.go(milliseconds: every * 10_000 + 1)
        #expect(bench.commands.count == 10)
        bench.pongs = false
        bench.commands = []
        bench.go(milliseconds: within * 1000 - 1000)
        let hasClosed = bench.commands.contains { if case .close = $0 { true } else { false } }
        #expect(!hasClosed && bench.simulator.clients.count == 1)
        bench.go(milliseconds: 2000)
        #expect(bench.commands.last == .close(ConnectionID(good), code: 1008, reason: "Pong timeout"))
        #expect(bench.simulator.clients.isEmpty)
    }

    @Test func `a socket stands for a day and no longer`() throws {
        var bench = bench(.um)
        let socket = try bench.open("/market/ws")
        bench.go(milliseconds: 86_399_000)
        #expect(bench.simulator.clients.count == 1)
        bench.go(milliseconds: 1000)
        #expect(bench.commands.last == .close(ConnectionID(socket), code: 1001, reason: "24 hours are over"))
    }

    @Test func `statistics of all pairs come together, and those that changed alone`() throws {
        let klines = wandering(3, seed: 3) + wandering(1, seed: 4, symbol: 1)
        var bench = Bench(klines.sorted { $0.closeTime < $1.closeTime }, .um, names: ["BTC/USDT", "ETH/USDT"])
        let socket = try bench.open("/market/stream?streams=!miniTicker@arr@1000ms/!markPrice@arr@1s/!ticker@arr")
        bench.go(milliseconds: 61_000)
        let first = (bench.heard[socket] ?? []).filter { $0.contains("!miniTicker@arr") }
        #expect(first.contains { $0.contains("BTCUSDT") } && first.contains { $0.contains("ETHUSDT") })
        bench.heard[socket] = []
        bench.go(milliseconds: 30_000)
        let later = bench.heard[socket] ?? []
        #expect(later.allSatisfy { !$0.contains("!miniTicker@arr") || !$0.contains("ETHUSDT") })
        #expect(later.filter { $0.contains("!markPrice@arr@1s") }.count == 30)
        #expect(later.contains { $0.contains("ETHUSDT") && $0.contains("markPriceUpdate") })
    }
}
