import Bus
import CBenchPeer
import Stages

/// One side in plain C: hands the plan over and lets it run.
struct CPeer {
    private let plan: PeerPlan
    private let frames: BenchFrames

    init(_ plan: PeerPlan) throws(HostError) {
        self.plan = plan
        frames = try BenchFrames()
    }

    /// What was measured; `nil` on the side that measures nothing.
    func run() throws(HostError) -> PeerResult? {
        let isBus = plan.role == .publisher || plan.role == .subscriber
        let now = MonotonicClock.now()
        let payload = try frames.bytes(of: isBus ? frames.kline : frames.check, sent: now)
        let answer = try frames.bytes(of: frames.verdict, sent: now)
        let topic = frames.topic(of: isBus ? frames.kline : frames.check)
        var result = PeerResult(count: plan.count)
        let code = topic.withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                answer.withUnsafeBytes { answer in
                    plan.endpoint.withCString { endpoint in
                        var given = strata_bench_plan()
                        given.endpoint = endpoint
                        (given.topic, given.topic_size) = (topic.baseAddress, topic.count)
                        (given.payload, given.payload_size) = (payload.baseAddress, payload.count)
                        (given.answer, given.answer_size) = (answer.baseAddress, answer.count)
                        return work(&given, &result)
                    }
                }
            }
        }
        guard code == 0 else { throw .failed("the C \(plan.role.rawValue) failed at \(plan.endpoint)") }
        return plan.role == .subscriber || plan.role == .requester ? result : nil
    }

    private func work(_ given: inout strata_bench_plan, _ result: inout PeerResult) -> Int32 {
        given.count = Int64(plan.count)
        given.warm_up = Int64(plan.warmUp)
        given.interval = plan.interval
        given.packs = plan.contestant == .c ? 1 : 0
        switch plan.role {
        case .publisher: return strata_bench_publish(&given)
        case .subscriber: return strata_bench_subscribe(&given, &result.latencies, &result.meter)
        case .requester: return strata_bench_request(&given, &result.latencies, &result.meter)
        case .replier, .recordings, .follower, .handler: return strata_bench_reply(&given)
        }
    }
}
