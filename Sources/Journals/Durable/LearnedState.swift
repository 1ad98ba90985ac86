import Engine
import Files
import Stages
import Telemetry

/// What a stage learned, kept in the state folder at its end for a run that goes on with it (`--keep-state`).
/// It is plain memory: whoever's stage has the same form reads it, in whichever program it lives. The folder
/// of a run that begins anew has none.
package enum LearnedState {
    private static let name = "l4-meta.learned"

    /// Takes over what an earlier run left; what can't be read is told, and nothing is taken.
    package static func takeOver(
        _ folder: String, run: UInt32, into engine: inout InProcessHost, _ log: Log
    ) {
        let path = "\(folder)/\(name)"
        guard FileBytes.exists(path),
            let index = engine.slots.firstIndex(where: { $0.stage is any LearningStage }),
            var stage = engine.slots[index].stage as? any LearningStage
        else { return }
        do {
            switch try takeOver(try FileBytes.read(path), run: run, into: &stage) {
            case .anotherForm:
                log.write(
                    .warning, "\(path) is of another version of Strata: begins with nothing learned")
            case .own: break
            case .taken(let earlier):
                engine.slots[index].stage = stage
                log.write(.info, "takes over what run \(earlier) learned")
            }
        } catch {
            log.write(.error, "\(path) can't be read, begins with nothing learned: \(error)")
        }
    }

    /// What became of a file's bytes.
    package enum Outcome: Equatable {
        /// A version wrote it whose stage keeps other fields.
        case anotherForm
        /// This run left it: its journals know more.
        case own
        case taken(UInt32)
    }

    /// Takes over what the bytes of such a file hold.
    package static func takeOver(
        _ bytes: [UInt8], run: UInt32, into stage: inout any LearningStage
    ) throws(StateError) -> Outcome {
        var reader = try StateReader(sealed: bytes)
        guard try reader.read(UInt64.self) == stage.form else { return .anotherForm }
        let earlier: UInt32 = try reader.read()
        guard earlier != run else { return .own }
        let names: [UInt8] = try reader.readArray()
        try stage.takeOver(
            from: &reader, of: try LearnedNames(text: String(decoding: names, as: UTF8.self)))
        return .taken(earlier)
    }

    /// Leaves it for a later run. The file gets its name when it is whole.
    package static func leave(_ engine: InProcessHost, run: UInt32, in folder: String) throws(HostError) {
        let learned = engine.slots.lazy.compactMap { $0.stage as? any LearningStage }.first
        guard let stage = learned else { return }
        var writer = StateWriter()
        writer.write(stage.form)
        writer.write(run)
        writer.write(Array(stage.names.text.utf8))
        stage.save(into: &writer)
        try FileBytes.makeFolder(folder)
        try WholeFile.write(writer.sealed, to: "\(folder)/\(name)")
    }
}
