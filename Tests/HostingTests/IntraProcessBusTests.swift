@testable import Delivery
import Engine
import Messages
import Testing

/// What stages of one process have for each other, in memory.
@Suite struct IntraProcessBusTests {
    private static let l2 = Topology.Member(rank: .l2Tactic, instance: 0)
    private static let l1 = Topology.Member(rank: .l1Operational, instance: 0)
    private static let risk = Topology.Member(rank: .riskManager, instance: 0)

    private let bus = IntraProcessBus([l2, l1, risk])

    private func port(_ member: Topology.Member) throws -> IntraProcessPort {
        try #require(IntraProcessPort(bus, member))
    }

    private func say(_ topic: String, _ payload: String, _ port: IntraProcessPort) {
        Array(topic.utf8).withUnsafeBytes { topic in
            Array(payload.utf8).withUnsafeBytes { port.publish(topic, $0) }
        }
    }

    private func ask(
        _ member: Topology.Member, _ payload: String, ticket: Int, answerBy: Int64 = .max, _ port: IntraProcessPort
    ) -> Bool {
        Array("risk_check".utf8).withUnsafeBytes { topic in
            Array(payload.utf8).withUnsafeBytes {
                port.ask(
                    member, on: .peer(member.rank), ticket: ticket, topic: topic, payload: $0, answerBy: answerBy)
            }
        }
    }

    private func answer(_ request: Int, _ payload: String, _ port: IntraProcessPort) {
        Array("risk_verdict".utf8).withUnsafeBytes { topic in
            Array(payload.utf8).withUnsafeBytes { port.answer(request, topic, $0) }
        }
    }

    /// What a stage takes, in words; requests with what `reply` answers them.
    private func take(_ port: IntraProcessPort, reply: ((String) -> String)? = nil) -> [String] {
        var words: [String] = []
        port.takeAll { word, topic, payload in
            let (topic, payload) = (String(decoding: topic, as: UTF8.self), String(decoding: payload, as: UTF8.self))
            switch word {
            case .frame: words.append("\(topic) \(payload)")
            case .request(let request):
                words.append("asked \(payload)")
                if let reply { answer(request, reply(payload), port) }
            case .answer(let line, let ticket): words.append("\(line) \(ticket) \(payload)")
            }
        }
        return words
    }

    @Test func `a stage alone in its process has nobody to talk to`() {
        #expect(IntraProcessPort(IntraProcessBus([Self.l1]), Self.l1) == nil)
        #expect(IntraProcessPort(bus, Topology.Member(rank: .executor, instance: 0)) == nil)
    }

    @Test func `a frame comes to those whose prefix it begins with, once, and not to who said it`() throws {
        let (l2, l1, risk) = (try port(Self.l2), try port(Self.l1), try port(Self.risk))
        for prefix in ["signals/", "signals/BTC", "sig"] { l1.subscribe(to: Array(prefix.utf8)) }
        l2.subscribe(to: Array("signals/".utf8))
        risk.subscribe(to: Array("signals/ETH".utf8))
        say("signals/BTC/USDT", "buy", l2)
        say("execution_plan/BTC/USDT", "now", l2)
        say("sig", "short", l2)
        #expect(take(l1) == ["signals/BTC/USDT buy", "sig short"])
        #expect(take(l2).isEmpty && take(risk).isEmpty && !l1.hasWords)
        risk.subscribe(to: [])
        say("", "", l2)
        #expect(take(risk) == [" "], "who hears all hears a frame without a topic, too")
    }

    @Test func `frames, requests and answers of one stage keep its order, with those of others between`() throws {
        let (l2, l1, risk) = (try port(Self.l2), try port(Self.l1), try port(Self.risk))
        risk.subscribe(to: Array("orders/".utf8))
        risk.subscribe(to: Array("signals/".utf8))
        say("orders/BTC/USDT", "1", l1)
        #expect(ask(Self.risk, "a", ticket: 7, l1))
        say("signals/BTC/USDT", "2", l2)
        say("orders/BTC/USDT", "3", l1)
        #expect(ask(Self.risk, "b", ticket: 8, l1))
        #expect(risk.hasWords && !l1.hasWords)
        let heard = take(risk) { "yes to \($0)" }
        #expect(heard == ["orders/BTC/USDT 1", "asked a", "signals/BTC/USDT 2", "orders/BTC/USDT 3", "asked b"])
        #expect(take(l1) == ["peer(Messages.ProcessRank.riskManager) 7 yes to a", "peer(Messages.ProcessRank.riskManager) 8 yes to b"])
    }

    @Test func `what comes while a stage takes its words waits for the next time`() throws {
        let (l2, l1) = (try port(Self.l2), try port(Self.l1))
        l1.subscribe(to: Array("signals/".utf8))
        say("signals/BTC/USDT", "1", l2)
        var heard = 0
        l1.takeAll { _, _, _ in
            heard += 1
            say("signals/BTC/USDT", "2", l2)
        }
        #expect(heard == 1 && l1.hasWords)
        #expect(take(l1) == ["signals/BTC/USDT 2"])
    }

    @Test func `each request has one outcome: its answer, or none by its deadline and no answer after it`() throws {
        let (l1, risk) = (try port(Self.l1), try port(Self.risk))
        #expect(ask(Self.risk, "late", ticket: 1, answerBy: 100, l1))
        #expect(ask(Self.risk, "later", ticket: 2, answerBy: 200, l1))
        #expect(l1.nextDeadline == 100 && risk.nextDeadline == .max)
        #expect(l1.expire(now: 99).isEmpty)
        #expect(l1.expire(now: 100).map(\.ticket) == [1])
        #expect(l1.expire(now: 100).isEmpty)
        #expect(take(risk) { $0 } == ["asked late", "asked later"], "it may have been carried out")
        #expect(take(l1).count == 1, "an answer after the deadline is dropped")
        #expect(l1.expire(now: .max).isEmpty && l1.nextDeadline == .max)
    }

    @Test func `no more than so many requests wait, and an answer makes room`() throws {
        let (l1, risk) = (try port(Self.l1), try port(Self.risk))
        for ticket in 0..<IntraProcessBus.askLimit { #expect(ask(Self.risk, "x", ticket: ticket, l1)) }
        #expect(!ask(Self.risk, "x", ticket: 999, l1))
        #expect(take(risk) { $0 }.count == IntraProcessBus.askLimit)
        #expect(ask(Self.risk, "x", ticket: 999, l1))
        #expect(!ask(Topology.Member(rank: .executor, instance: 0), "x", ticket: 1, l1), "it is elsewhere")
    }

    @Test func `who goes on is told what the others hear, each prefix once`() throws {
        let (l2, l1, risk) = (try port(Self.l2), try port(Self.l1), try port(Self.risk))
        for port in [l1, risk] { port.subscribe(to: Array("heartbeat/".utf8)) }
        l1.subscribe(to: Array("signals/".utf8))
        l2.subscribe(to: Array("clock".utf8))
        #expect(l2.joins.map { String(decoding: $0, as: UTF8.self) } == ["heartbeat/", "signals/"])
    }
}
