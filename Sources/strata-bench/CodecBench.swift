import Bus
import CBenchPeer
import Market
import Messages
import Stages

/// What it costs to write and read a frame, without a socket: the steady part of the bus figures.
enum CodecBench {
    private static let count = 100_000

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        let frames = try BenchFrames()
        var section = Section(title: "Writing and reading one frame, no socket")
        for (name, message) in [("kline", frames.kline), ("risk_check", frames.check)] {
            var rows: [[Double]] = [[], [], [], []]
            for _ in 0..<options.pairs {
                let ours = try swift(frames, message)
                let theirs = try c(frames, message)
                let figures = [ours.writing, ours.reading, theirs.writing, theirs.reading]
                for (place, value) in figures.enumerated() { rows[place].append(value) }
            }
            let names = ["Strata writes", "Strata reads", "C writes", "C reads"]
            for (row, values) in zip(names, rows) {
                section.add("\(name), \(row)", Figures.median(values), "ns")
            }
        }
        section.notes = [
            "C: msgpack-c, every field by name, no value checked. "
                + "Medians of \(options.pairs) alternating rounds."
        ]
        return section
    }

    private static func swift(
        _ frames: BenchFrames, _ message: Message
    ) throws(HostError) -> (writing: Double, reading: Double) {
        let bytes = try frames.bytes(of: message, sent: MonotonicClock.now())
        let encoder = FrameEncoder(frames.instruments)
        let decoder = FrameDecoder(frames.instruments)
        var header = frames.header
        do {
            let start = Stopwatch.now()
            for _ in 0..<count {
                header.sequence += 1
                _ = try encoder.encode(message, header)
            }
            let middle = Stopwatch.now()
            for _ in 0..<count { _ = try bytes.withUnsafeBytes { try decoder.decode(message.kind, $0) } }
            return (Double(middle - start) / Double(count), Double(Stopwatch.now() - middle) / Double(count))
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func c(
        _ frames: BenchFrames, _ message: Message
    ) throws(HostError) -> (writing: Double, reading: Double) {
        let bytes = try frames.bytes(of: message, sent: MonotonicClock.now())
        var (writing, reading) = (Int64(0), Int64(0))
        let code = bytes.withUnsafeBytes { bytes in
            var plan = strata_bench_plan()
            (plan.payload, plan.payload_size, plan.count) = (bytes.baseAddress, bytes.count, Int64(count))
            return strata_bench_code(&plan, &writing, &reading)
        }
        guard code == 0 else { throw .failed("C can't read the frame") }
        return (Double(writing) / Double(count), Double(reading) / Double(count))
    }
}
