import Bus
import Delivery
import Wire

/// The socket where a process is asked: gives each request a number, and brings the answer under that number
/// back to who asked.
final class AnswerDesk: AnswerSink {
    /// Monotonic time that a turn's requests may take, ns, and how many are taken in one.
    static let turn: Int64 = 500_000
    static let limit = 64

    /// Bound, and in the reactor's poll set.
    let socket: AnswerSocket
    /// The way back of each request that waits for its answer, by its number.
    private var waiting: [Int: ReturnAddress] = [:]
    private var number = 0
    /// The request at hand, until it is answered; the memory is used again.
    private var asker = ReturnAddress()
    private var isOpen = false
    private var topic: [UInt8] = []
    private var payload: [UInt8] = []

    init(_ socket: consuming AnswerSocket) { self.socket = socket }

    /// Messages that were no requests.
    var malformed: Int { socket.counters.malformed }

    /// Hands on what waits, at most `limit` a turn, and none after the turn's time: what others ask never
    /// holds up what the process itself has to do. Of one that is too large only its size is told.
    func takeAll(
        _ body: (_ request: Int, _ topic: [UInt8], _ payload: [UInt8], _ tooLarge: Int) throws -> Void
    ) throws {
        let turnEnds = MonotonicClock.now() + Self.turn
        for count in 0..<Self.limit where count == 0 || MonotonicClock.now() < turnEnds {
            var tooLarge = 0
            topic.removeAll(keepingCapacity: true)
            payload.removeAll(keepingCapacity: true)
            let came = try socket.receive(from: &asker) { frames in
                topic.append(contentsOf: frames.topic)
                payload.append(contentsOf: frames.payload)
                tooLarge = frames.tooLargeBytes
            }
            guard came else { return }
            number += 1
            isOpen = true
            try body(number, topic, payload, tooLarge)
            if isOpen { waiting[number] = asker }
            isOpen = false
        }
    }

    func answer(_ request: Int, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) throws {
        if isOpen, request == number {
            isOpen = false
            try socket.answer(asker, topic: topic, payload: payload)
        } else if let asker = waiting.removeValue(forKey: request) {
            try socket.answer(asker, topic: topic, payload: payload)
        }
    }
}
