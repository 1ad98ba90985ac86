import Bus
import CBenchPeer
import Market
import Messages
import Stages
import Wire

/// One side as Strata's processes do it: sockets, reactor, codecs and request link of production.
final class SwiftPeer {
    let plan: PeerPlan
    let frames: BenchFrames
    let encoder: FrameEncoder
    let decoder: FrameDecoder
    let endpoint: Endpoint
    let context: Context
    let reactor: Reactor
    private var header: Header

    init(_ plan: PeerPlan) throws(HostError) {
        self.plan = plan
        frames = try BenchFrames()
        encoder = FrameEncoder(frames.instruments)
        decoder = FrameDecoder(frames.instruments)
        header = frames.header
        do {
            endpoint = try Endpoint(plan.endpoint)
            let signals = try SignalWatch()
            context = try Context()
            reactor = try Reactor(signals: signals)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// What was measured; `nil` on the side that measures nothing.
    func run() throws(HostError) -> PeerResult? {
        do {
            var result: PeerResult?
            switch plan.role {
            case .publisher: try publish()
            case .subscriber: result = try subscribe()
            case .requester: result = try request()
            case .replier, .recordings, .follower, .handler: try reply()
            }
            try context.terminate()
            return result
        } catch {
            throw .failed("the Swift \(plan.role.rawValue): \(error)")
        }
    }

    /// A frame of a message that is sent now.
    func encode(_ message: Message, _ sent: Int64) throws(WireError) -> UnsafeRawBufferPointer {
        header.sequence += 1
        header.id = EventID(step: header.sequence, round: 1, rank: 0, instance: 0, index: 1)
        header.sent = Timestamp(nanoseconds: sent)
        return try encoder.encode(message, header)
    }

    /// The header of a frame that came in, its message decoded too.
    func decode(_ frames: Frames) throws(WireError) -> (header: Header, message: Message) {
        guard let kind = TopicCatalogue.kind(ofTopic: frames.topic, self.frames.instruments) else {
            throw .unknownTopic(String(decoding: frames.topic, as: UTF8.self))
        }
        return try decoder.decode(kind, frames.payload)
    }

    private func publish() throws {
        let socket = try Socket(.xpub, in: context)
        try socket.bind(endpoint)
        let joins = reactor.watch(socket)
        repeat { _ = try reactor.wait() } while !reactor.isReady(joins)
        let topic = frames.topic(of: frames.kline)
        var due = MonotonicClock.now()
        for _ in 0..<plan.count {
            due += plan.interval
            strata_bench_sleep_until(due)
            try socket.publish(topic: topic, payload: try encode(frames.kline, MonotonicClock.now()))
        }
    }

    private func subscribe() throws -> PeerResult {
        let socket = try Socket(.sub, in: context)
        try socket.connect(endpoint)
        try socket.subscribe(prefix: [])
        let market = reactor.watch(socket)
        var result = PeerResult(count: plan.count)
        var received = 0
        var failure: (any Error)?
        while received < plan.count, failure == nil {
            _ = try reactor.wait()
            guard reactor.isReady(market) else { continue }
            try socket.drain { frames in
                do {
                    let sent = try decode(frames).header.sent
                    if received < plan.count {
                        result.latencies[received] = MonotonicClock.now() - sent.nanoseconds
                    }
                    received += 1
                    if received == plan.warmUp { strata_bench_meter_start(&result.meter) }
                } catch {
                    failure = error
                }
            }
        }
        strata_bench_meter_stop(&result.meter)
        if let failure { throw failure }
        return result
    }
}
