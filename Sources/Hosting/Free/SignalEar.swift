import Bus
import Engine

/// The ear on publishers outside whose signals are taken. They are none of the run's own: what they say has
/// no number, what is lost is not fetched again, and who is gone is not missed.
final class SignalEar {
    /// In the reactor's poll set.
    let slot: Reactor.Slot
    /// Whom it hears, for a person.
    let words: String
    private let socket: Socket
    private var payload: [UInt8] = []

    /// How many signals of each publisher wait here; the rest waits there, and too much is lost there.
    private static let waiting: Int32 = 256

    /// Connects to the sources, whenever they are there; `nil` where there are none.
    init?(
        _ sources: SignalSources, _ endpoints: Endpoints, _ context: Context, _ reactor: Reactor
    ) throws {
        guard !sources.endpoints.isEmpty else { return nil }
        for member in endpoints.members {
            try sources.check(apartFrom: endpoints.directory.endpoint("\(member.name).pub"), of: member.name)
        }
        words = sources.words
        var options = SocketOptions.standard(for: .sub)
        options.receiveHighWaterMark = Self.waiting
        socket = try Socket(.sub, in: context, options: options)
        for endpoint in sources.endpoints { try socket.connect(endpoint) }
        try socket.subscribe(prefix: Array("signals/".utf8))
        slot = reactor.watch(socket)
    }

    /// Hands on what waits, no more a turn than an `AnswerDesk` does. Of one that is too large only its size
    /// is told.
    func takeAll(_ body: (_ payload: [UInt8], _ tooLarge: Int) throws -> Void) throws {
        let turnEnds = MonotonicClock.now() + AnswerDesk.turn
        for count in 0..<AnswerDesk.limit where count == 0 || MonotonicClock.now() < turnEnds {
            var tooLarge = 0
            payload.removeAll(keepingCapacity: true)
            let came = try socket.receive { frames in
                payload.append(contentsOf: frames.payload)
                tooLarge = frames.tooLargeBytes
            }
            guard came else { return }
            try body(payload, tooLarge)
        }
    }
}
