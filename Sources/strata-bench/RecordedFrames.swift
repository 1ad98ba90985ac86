import CBenchPeer
import Market
import Messages
import Stages
import Wire

/// The frames that one process of a run sent and received, with the moment of each.
struct RecordedFrames {
    /// What the chain is made of.
    static let topics = ["kline_1m/", "signals/", "risk_check", "orders/", "submit", "order_state/", "go"]

    /// Records what the process of this name passes on from now on; its frames lie beside its program.
    static func begin(_ rank: ProcessRank, in folder: String) -> Bool {
        strata_bench_record(path(rank, folder), topics.joined(separator: "\n")) == 0
    }

    private static func path(_ rank: ProcessRank, _ folder: String) -> String {
        "\(folder)/\(rank.name).frames"
    }

    /// Shows what a process recorded, decoded, in order.
    static func read(
        _ rank: ProcessRank, in folder: String, _ instruments: InstrumentTable,
        _ body: (_ moment: Int64, Header, Message) -> Void
    ) throws(HostError) {
        var count: Int64 = 0
        guard let frames = strata_bench_frames(path(rank, folder), &count) else {
            throw .failed("\(rank.name) recorded no frames")
        }
        let decoder = FrameDecoder(instruments)
        for index in 0..<Int(count) {
            var frame = frames[index]
            let topic = withUnsafeBytes(of: &frame.topic) {
                TopicCatalogue.kind(ofTopic: text($0), instruments)
            }
            guard let kind = topic else { continue }
            let size = Int(frame.size)
            let decoded = withUnsafeBytes(of: &frame.payload) { bytes in
                try? decoder.decode(kind, UnsafeRawBufferPointer(rebasing: bytes[0..<size]))
            }
            if let (header, message) = decoded { body(frame.time, header, message) }
        }
    }

    /// Shows the places of the rounds that a process in lockstep was told to handle.
    static func readPlaces(
        _ rank: ProcessRank, in folder: String,
        _ body: (_ moment: Int64, _ step: UInt64, _ round: UInt64) -> Void
    ) throws(HostError) {
        var count: Int64 = 0
        guard let frames = strata_bench_frames(path(rank, folder), &count) else {
            throw .failed("\(rank.name) recorded no frames")
        }
        for index in 0..<Int(count) {
            var frame = frames[index]
            guard withUnsafeBytes(of: &frame.topic, { text($0).elementsEqual("go".utf8) }) else { continue }
            let size = Int(frame.size)
            let place: (UInt64, UInt64)? = withUnsafeBytes(of: &frame.payload) { bytes in
                guard var view = try? MapView(UnsafeRawBufferPointer(rebasing: bytes[0..<size])),
                    var at = try? view.array("at"), let step = try? at.unsigned(0),
                    let round = try? at.unsigned(1)
                else { return nil }
                return (step, round)
            }
            if let (step, round) = place { body(frame.time, step, round) }
        }
    }

    /// The bytes before the closing zero.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[0..<(bytes.firstIndex(of: 0) ?? bytes.count)])
    }
}
