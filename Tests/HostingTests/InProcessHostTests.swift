import Engine
import Market
import Messages
import Stages
import Testing

@Suite struct InProcessHostTests {
    private let noon = Timestamp(milliseconds: 1_746_360_000_000)

    private func ticker() -> Message { .ticker(Ticker()) }

    @Test func `what is emitted belongs to the next round, in the order of rank`() {
        let observer = RecordingObserver()
        var host = InProcessHost()
        host.add(EchoStage { input, effects in
            if case .message(.drift) = input.input { effects.publish(.tacticTargets(TacticTargets())) }
        }, rank: .l3Strategy)
        host.add(EchoStage { input, effects in
            if case .message(.kline) = input.input {
                effects.publish(.drift(Drift()))
                effects.publish(.strategyUpdate(StrategyUpdate()))
            }
        }, rank: .l4Meta)
        host.add(EchoStage { input, effects in
            if case .message(.kline) = input.input { effects.publish(.kline(Kline())) }
        }, rank: .feedHandler)
        host.observer = observer
        host.feed(.kline(Kline()), at: noon)
        #expect(observer.kinds == [
            "feedHandler:kline", "l4Meta:drift", "l4Meta:strategyUpdate", "l3Strategy:tacticTargets",
        ])
        #expect(observer.frames.map(\.id) == observer.frames.map(\.id).sorted())
        #expect(observer.frames[3].causes.first == observer.frames[1].id)
    }

    @Test func `a request is answered one round after the next, and only to the asker`() {
        var host = InProcessHost()
        let id = RequestID("a", .riskCheck)
        host.add(EchoStage { input, effects in
            if case .message = input.input { effects.ask(.riskManager, id, .riskCheck(RiskCheck())) }
        }, rank: .feedHandler)
        host.add(EchoStage { input, effects in
            if case .request(let id, _) = input.input { effects.answer(id, .riskVerdict(RiskVerdict())) }
        }, rank: .riskManager)
        host.feed(ticker(), at: noon)
        host.add(EchoStage(), rank: .l4Meta)
        #expect(host.stage(EchoStage.self)?.heard == ["ticker", "answered riskVerdict"])
    }

    @Test func `a request to nobody is unanswered at once`() {
        var host = InProcessHost()
        host.add(EchoStage { input, effects in
            if case .message = input.input { effects.ask(.executor, RequestID("a", .submit), .submit(SubmitOrder())) }
        }, rank: .feedHandler)
        host.feed(ticker(), at: noon)
        #expect(host.stage(EchoStage.self)?.heard == ["ticker", "unanswered peerMissing"])
    }

    @Test func `due timers go before the event, by time and then by id, each as a step of its own`() {
        let observer = RecordingObserver()
        var host = InProcessHost()
        let noon = noon
        host.add(EchoStage { input, effects in
            guard case .joined = input.input else { return }
            effects.wake(TimerID(7), at: noon + .seconds(10))
            effects.wake(TimerID(3), at: noon + .seconds(10))
            effects.wake(TimerID(9), at: noon + .seconds(5))
            effects.wake(TimerID(1), at: noon + .seconds(60))
            effects.wake(TimerID(9), at: .never)
        }, rank: .feedHandler)
        host.observer = observer
        host.join(at: noon)
        host.feed(ticker(), at: noon + .seconds(10))
        #expect(host.stage(EchoStage.self)?.heard == ["joined", "woken 3", "woken 7", "ticker"])
        #expect(observer.steps == 4)
        host.end(at: noon + .seconds(60))
        #expect(host.stage(EchoStage.self)?.heard.suffix(2) == ["woken 1", "end"])
    }

    @Test func `an outside request gets its answer back`() {
        var host = InProcessHost()
        host.add(EchoStage { input, effects in
            guard case .request(let id, _) = input.input else { return }
            var answer = Acknowledge()
            answer.ok = true
            effects.answer(id, .acknowledge(answer))
        }, rank: .riskManager)
        let answer = host.request(.riskManager, RequestID("person", .halt), .halt(HaltCommand()))
        guard case .acknowledge(let said)? = answer else {
            Issue.record("expected an acknowledgement, got \(String(describing: answer))")
            return
        }
        #expect(said.ok)
        #expect(host.request(.executor, RequestID("person", .halt), .halt(HaltCommand())) == nil)
    }

    @Test func `an answer that comes after its step is dropped, and the next asker gets his own`() {
        var host = InProcessHost()
        let id = RequestID("person", .halt)
        host.add(EchoStage { input, effects in
            var answer = Acknowledge()
            switch input.input {
            case .request(let id, .halt): effects.wake(TimerID(1), at: input.time + .seconds(id.verb == .halt ? 1 : 2))
            case .request(let id, _):
                answer.ok = true
                effects.answer(id, .acknowledge(answer))
            case .woken: effects.answer(id, .acknowledge(answer))
            default: break
            }
        }, rank: .riskManager)
        host.join(at: noon)
        #expect(host.request(.riskManager, id, .halt(HaltCommand())) == nil)
        host.fireTimers(until: noon + .seconds(5))
        guard case .acknowledge(let said)? = host.request(.riskManager, id, .resume(HaltCommand())) else {
            Issue.record("the second request got no answer")
            return
        }
        #expect(said.ok)
    }

    @Test func `more frames in a round than ids can tell apart stop the run with the stage's name`() async {
        await #expect(processExitsWith: .failure) {
            var host = InProcessHost()
            host.add(EchoStage { input, effects in
                guard case .message(.ticker) = input.input else { return }
                for _ in 0...EventID.indexLimit { effects.publish(.drift(Drift())) }
            }, rank: .feedHandler)
            host.feed(.ticker(Ticker()), at: Timestamp(milliseconds: 1))
        }
    }

    @Test func `two parts that answer each other for ever are stopped with their names`() async {
        await #expect(processExitsWith: .failure) {
            var host = InProcessHost()
            host.add(EchoStage { _, effects in effects.publish(.kline(Kline())) }, rank: .feedHandler)
            host.add(EchoStage { _, effects in effects.publish(.strategyUpdate(StrategyUpdate())) }, rank: .l4Meta)
            host.add(EchoStage { _, effects in effects.publish(.tacticTargets(TacticTargets())) }, rank: .l3Strategy)
            host.feed(.kline(Kline()), at: Timestamp(milliseconds: 1))
        }
    }

    @Test func `a timer that sets itself again for the same moment ends with its name`() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let noon = Timestamp(milliseconds: 1_746_360_000_000)
            var host = InProcessHost()
            host.add(EchoStage { input, effects in
                switch input.input {
                case .message, .woken: effects.wake(TimerID(7, 3), at: noon + .seconds(-1))
                default: break
                }
            }, rank: .riskManager)
            host.deliver(.ticker(Ticker()), id: .none, at: noon)
            host.fireTimers(until: noon + .seconds(1))
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(text.contains("timer 7.3 of risk-manager fired more than 64 times at 2025-05-04T12:00:00"), "\(text)")
    }

    @Test func `a timer may set itself for each minute of a long gap, and many may fire at one moment`() {
        var host = InProcessHost()
        let noon = noon
        host.add(EchoStage { input, effects in
            switch input.input {
            case .message: for number in 0..<100 { effects.wake(TimerID(1, number), at: noon + .minutes(1)) }
            case .woken(let id) where id.number == 0: effects.wake(id, at: input.time + .minutes(1))
            default: break
            }
        }, rank: .riskManager)
        host.deliver(.ticker(Ticker()), id: .none, at: noon)
        host.fireTimers(until: noon + .minutes(200))
        #expect(host.stage(EchoStage.self)?.heard.count == 1 + 100 + 199)
    }
}
