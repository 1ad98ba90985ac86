import Engine
import Market
import Messages
import Stages
import Wire

/// Writes and reads what conductor and processes tell each other, as msgpack maps. What it writes lies in
/// a buffer of its own and holds until it writes again.
package final class LockstepCodec {
    private let writer = MapWriter()

    package init() {}

    // MARK: - Go

    /// A round's order as a map of `at`, `ts`, `why` and `expect`.
    package func encode(_ go: Go) -> UnsafeRawBufferPointer {
        writer.clear()
        writer.beginMap(4)
        writer.key("at")
        write(go.place)
        writer.key("ts")
        writer.integer(go.time.nanoseconds)
        writer.key("why")
        write(go.cause)
        writer.key("expect")
        write(go.expected)
        return writer.bytes
    }

    /// A round's order.
    /// - Throws: the field that is missing or ill-typed.
    package func decodeGo(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Go {
        var go = Go(place: StepPlace(), time: .zero, cause: .frames)
        try decode(bytes, into: &go)
        return go
    }

    /// Reads into a value whose memory is used again; after an error it holds nothing of use.
    package func decode(_ bytes: UnsafeRawBufferPointer, into go: inout Go) throws(WireError) {
        var view = try MapView(bytes)
        go.place = try Self.place(&view)
        guard let time = try view.integer("ts") else { throw .missing(field: "ts") }
        guard var why = try view.array("why") else { throw .missing(field: "why") }
        guard var expect = try view.array("expect") else { throw .missing(field: "expect") }
        go.time = Timestamp(nanoseconds: time)
        go.cause = try Self.cause(&why)
        try Self.read(&expect, into: &go.expected)
    }

    private func write(_ cause: Go.Cause) {
        switch cause {
        case .frames: writeCode(0)
        case .join: writeCode(1)
        case .event: writeCode(2)
        case .end: writeCode(3)
        case .timer(let place):
            writer.beginArray(5)
            writer.unsigned(4)
            write(place)
        case .request(let topic, let payload):
            writer.beginArray(3)
            writer.unsigned(5)
            topic.withUnsafeBytes { writer.binary($0) }
            payload.withUnsafeBytes { writer.binary($0) }
        }
    }

    private func writeCode(_ code: UInt64) {
        writer.beginArray(1)
        writer.unsigned(code)
    }

    private static func cause(_ array: inout ArrayView) throws(WireError) -> Go.Cause {
        switch try array.unsigned(0) {
        case 0: .frames
        case 1: .join
        case 2: .event
        case 3: .end
        case 4: .timer(try timer(&array, from: 1))
        case 5: .request(topic: Array(try array.bytes(1)), payload: Array(try array.bytes(2)))
        case let code: throw .outOfRange(field: "why", value: "\(code)", expected: "0 to 5")
        }
    }

    // MARK: - Done

    /// What a process tells of a round: a map of `at`, `said`, `more`, `wake`, and `next` where it knows one.
    package func encode(_ done: Done) -> UnsafeRawBufferPointer {
        writer.clear()
        writer.beginMap(done.upcoming == nil ? 4 : 5)
        writer.key("at")
        write(done.place)
        writer.key("said")
        write(done.said)
        writer.key("more")
        writer.bool(done.hasMore)
        writer.key("wake")
        writer.beginArray(done.wakes.count)
        for wake in done.wakes {
            writer.beginArray(5)
            write(wake.place)
            writer.integer(wake.due.nanoseconds)
        }
        if let upcoming = done.upcoming {
            writer.key("next")
            writer.integer(upcoming.nanoseconds)
        }
        return writer.bytes
    }

    /// What a process tells of a round.
    /// - Throws: the field that is missing or ill-typed.
    package func decodeDone(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Done {
        var done = Done(place: StepPlace())
        try decode(bytes, into: &done)
        return done
    }

    /// Reads into a value whose memory is used again; after an error it holds nothing of use.
    package func decode(_ bytes: UnsafeRawBufferPointer, into done: inout Done) throws(WireError) {
        var view = try MapView(bytes)
        done.place = try Self.place(&view)
        guard var said = try view.array("said") else { throw .missing(field: "said") }
        try Self.read(&said, into: &done.said)
        done.hasMore = try view.bool("more") ?? false
        guard var wakes = try view.array("wake") else { throw .missing(field: "wake") }
        done.wakes.removeAll(keepingCapacity: true)
        for index in 0..<wakes.count {
            var wake = try wakes.array(index)
            done.wakes.append(
                Done.Wake(
                    place: try Self.timer(&wake, from: 0), due: Timestamp(nanoseconds: try wake.integer(4))))
        }
        done.upcoming = try view.integer("next").map { Timestamp(nanoseconds: $0) }
    }

    // MARK: - Parts

    private func write(_ place: StepPlace) {
        writer.beginArray(2)
        writer.unsigned(place.step)
        writer.unsigned(UInt64(place.round))
    }

    private static func place(_ view: inout MapView) throws(WireError) -> StepPlace {
        guard var at = try view.array("at") else { throw .missing(field: "at") }
        return StepPlace(step: try at.unsigned(0), round: Int(try at.unsigned(1) & 63))
    }

    private func write(_ reaches: [Reach]) {
        writer.beginArray(reaches.count)
        for reach in reaches {
            writer.beginArray(3)
            writer.unsigned(UInt64(reach.publisher))
            reach.topic.withBytes { writer.text($0) }
            writer.unsigned(reach.last)
        }
    }

    private static func read(_ array: inout ArrayView, into reaches: inout [Reach]) throws(WireError) {
        reaches.removeAll(keepingCapacity: true)
        for index in 0..<array.count {
            var row = try array.array(index)
            let publisher = Int(clamping: try row.unsigned(0))
            let topic = try Reach.topic(try row.bytes(1))
            reaches.append(Reach(publisher: publisher, topic: topic, last: try row.unsigned(2)))
        }
    }

    private func write(_ place: TimerPlace) {
        writer.unsigned(UInt64(place.rank.rawValue))
        writer.unsigned(UInt64(place.instance))
        writer.unsigned(UInt64(place.timer.purpose))
        writer.unsigned(UInt64(place.timer.number))
    }

    private static func timer(_ array: inout ArrayView, from start: Int) throws(WireError) -> TimerPlace {
        let code = try array.unsigned(start)
        guard let rank = ProcessRank(rawValue: UInt8(clamping: code)) else {
            throw .outOfRange(field: "timer", value: "rank \(code)", expected: "0 to 8")
        }
        return TimerPlace(
            rank: rank, instance: Int(clamping: try array.unsigned(start + 1)),
            timer: TimerID(
                UInt16(clamping: try array.unsigned(start + 2)),
                Int(UInt32(clamping: try array.unsigned(start + 3)))))
    }
}
