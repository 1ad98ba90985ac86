import Configuration
import Market
import Stages
import Testing

@testable import Hosting

/// What every stage saves after a real run is all that it is.
@Suite struct SavedStateTests {
    private func bytes(_ stage: any Stage) -> [UInt8] {
        var writer = StateWriter()
        stage.save(into: &writer)
        return writer.bytes
    }

    @Test func `a state that is saved, restored and saved again has the same bytes`() throws {
        let settings = Settings.standard
        var runner = Runner(StageFactory.whole(settings, run: 1))
        _ = try runner.run(RecordedData.open("samples/klines", settings, to: "2025-05-06"))
        let fresh = StageFactory.whole(settings, run: 1)
        #expect(runner.host.slots.count == 8)
        for (slot, blank) in zip(runner.host.slots, fresh.slots) {
            let saved = bytes(slot.stage)
            var stage = blank.stage
            var reader = StateReader(saved)
            try stage.restore(from: &reader)
            let again = bytes(stage)
            let differing = zip(saved, again).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
            #expect(again.count == saved.count && differing.isEmpty, "\(slot.rank): \(differing.prefix(40))")
            let isFresh = bytes(blank.stage) == saved
            #expect(!isFresh, "\(slot.rank): nothing happened in the run")
        }
    }

    @Test func `of sealed state every changed or missing byte is found`() throws {
        var writer = StateWriter()
        writer.write([1, 2, 3])
        writer.write(true)
        let sealed = writer.sealed
        var reader = try StateReader(sealed: sealed)
        #expect(try reader.readArray(of: Int.self) == [1, 2, 3])
        #expect(try reader.read(Bool.self))
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 0x10
            #expect(throws: StateError.damaged(bytes: sealed.count)) { try StateReader(sealed: changed) }
            let cut = Array(sealed.prefix(place))
            #expect(throws: StateError.damaged(bytes: place)) { try StateReader(sealed: cut) }
        }
    }
}
