import Market
import Messages
import Stages
import Wire

/// Writes and reads what conductor and processes tell each other, as msgpack maps.
final class LockstepCodec {
    private let writer = MapWriter()

    // MARK: - Go

    func encode(_ go: Go) -> [UInt8] {
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
        return Array(writer.bytes)
    }

    func decodeGo(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Go {
        var view = try MapView(bytes)
        let place = try Self.place(&view)
        guard let time = try view.integer("ts") else { throw .missing(field: "ts") }
        guard var why = try view.array("why") else { throw .missing(field: "why") }
        guard var expect = try view.array("expect") else { throw .missing(field: "expect") }
        return Go(
            place: place, time: Timestamp(nanoseconds: time), cause: try Self.cause(&why),
            expected: try Self.reaches(&expect))
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

    func encode(_ done: Done) -> [UInt8] {
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
        return Array(writer.bytes)
    }

    func decodeDone(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Done {
        var view = try MapView(bytes)
        var done = Done(place: try Self.place(&view))
        guard var said = try view.array("said") else { throw .missing(field: "said") }
        done.said = try Self.reaches(&said)
        done.hasMore = try view.bool("more") ?? false
        guard var wakes = try view.array("wake") else { throw .missing(field: "wake") }
        for index in 0..<wakes.count {
            var wake = try wakes.array(index)
            done.wakes.append(
                Done.Wake(
                    place: try Self.timer(&wake, from: 0), due: Timestamp(nanoseconds: try wake.integer(4))))
        }
        done.upcoming = try view.integer("next").map { Timestamp(nanoseconds: $0) }
        return done
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
            reach.topic.withUnsafeBytes { writer.text($0) }
            writer.unsigned(reach.last)
        }
    }

    private static func reaches(_ array: inout ArrayView) throws(WireError) -> [Reach] {
        var reaches: [Reach] = []
        reaches.reserveCapacity(array.count)
        for index in 0..<array.count {
            var row = try array.array(index)
            reaches.append(
                Reach(
                    publisher: Int(clamping: try row.unsigned(0)), topic: Array(try row.bytes(1)),
                    last: try row.unsigned(2)))
        }
        return reaches
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
