import Bus
import CBenchPeer
import Engine
import Messages

extension SwiftPeer {
    /// Asks one after the other through the production link.
    func request() throws -> PeerResult {
        let link = try RequestLink(to: endpoint, in: context)
        let slot = reactor.watch(link)
        let topic = frames.topic(of: frames.check)
        var result = PeerResult(count: plan.count)
        for place in 0..<plan.count {
            if place == plan.warmUp { strata_bench_meter_start(&result.meter) }
            let asked = MonotonicClock.now()
            try ask(link, topic, at: asked)
            try awaitAnswer(link, slot, asked + 10_000_000_000)
            result.latencies[place] = MonotonicClock.now() - asked
        }
        strata_bench_meter_stop(&result.meter)
        link.close { _, _ in }
        return result
    }

    private func ask(_ link: RequestLink, _ topic: [UInt8], at asked: Int64) throws {
        let payload = try encode(frames.check, asked)
        let deadline = asked + 10_000_000_000
        _ = try topic.withUnsafeBytes { try link.ask(topic: $0, payload: payload, answerBy: deadline) }
    }

    private func awaitAnswer(_ link: RequestLink, _ slot: Reactor.Slot, _ deadline: Int64) throws {
        var failure: (any Error)?
        var isAnswered = false
        while !isAnswered {
            reactor.wake(at: deadline)
            _ = try reactor.wait()
            try link.progress(now: MonotonicClock.now()) { _, outcome in
                isAnswered = true
                guard case .answered(let frames) = outcome else { return }
                do { _ = try decode(frames) } catch { failure = error }
            }
            if let failure { throw failure }
        }
    }

    /// Answers each request as the risk manager's process does.
    func reply() throws {
        let socket = try AnswerSocket(in: context)
        var asker = ReturnAddress()
        try socket.bind(endpoint)
        let requests = reactor.watch(socket)
        let topic = frames.topic(of: frames.verdict)
        var answered = 0
        var failure: (any Error)?
        while answered < plan.count, failure == nil {
            _ = try reactor.wait()
            guard reactor.isReady(requests) else { continue }
            while try socket.receive(from: &asker, { frames in
                do { _ = try decode(frames) } catch { failure = error }
            }), failure == nil {
                let payload = try encode(frames.verdict, MonotonicClock.now())
                try topic.withUnsafeBytes { try socket.answer(asker, topic: $0, payload: payload) }
                answered += 1
            }
        }
        if let failure { throw failure }
    }
}
