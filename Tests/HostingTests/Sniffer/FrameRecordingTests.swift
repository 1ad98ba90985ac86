@testable import Control
@testable import Engine
@testable import Files
import Foundation
import Market
import Messages
import Stages
import TestSupport
import Testing

@Suite struct FrameRecordingTests {
    private let path = NSTemporaryDirectory() + "strata-recording-\(UUID().uuidString)"

    private func frames(_ count: Int, seed: UInt64) -> [FrameRecording.Frame] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            FrameRecording.Frame(
                received: Timestamp(nanoseconds: Int64(index) * 1_000),
                topic: SniffBench.bytes(upTo: 9, &generator),
                payload: SniffBench.bytes(upTo: 30, &generator))
        }
    }

    private func write(_ frames: [FrameRecording.Frame]) throws -> [UInt8] {
        let writer = try FrameRecordingWriter(
            OutputFile(path, "--record", .recording, isForced: true), began: Timestamp(nanoseconds: 77))
        for frame in frames {
            try frame.topic.withUnsafeBytes { topic in
                try frame.payload.withUnsafeBytes { payload in
                    try writer.append(topic: topic, payload: payload, at: frame.received)
                }
            }
        }
        try writer.close()
        return try FileBytes.read(path)
    }

    /// The whole frames of the file, and what is said of its end.
    private func read() throws -> (frames: [FrameRecording.Frame], error: HostError?) {
        let reader = try FrameRecordingReader(path: path)
        #expect(reader.began == Timestamp(nanoseconds: 77))
        var frames: [FrameRecording.Frame] = []
        do throws(HostError) {
            while let frame = try reader.next() { frames.append(frame) }
            return (frames, nil)
        } catch {
            return (frames, error)
        }
    }

    @Test func `what is recorded is read back, byte for byte, by its owner alone`() throws {
        defer { unlink(path) }
        let written = frames(200, seed: 1)
        _ = try write(written)
        let back = try read()
        #expect(back.frames == written && back.error == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a recording cut at any byte gives the whole frames before the cut, and says where`() throws {
        defer { unlink(path) }
        let written = frames(4, seed: 2)
        let bytes = try write(written)
        var ends = [FrameRecording.headerSize]
        for frame in written {
            ends.append(ends[ends.count - 1] + 16 + frame.topic.count + frame.payload.count)
        }
        for count in 0..<bytes.count {
            try Data(bytes[..<count]).write(to: URL(filePath: path))
            guard count >= FrameRecording.headerSize else {
                #expect(throws: HostError.self) { try FrameRecordingReader(path: path) }
                continue
            }
            let whole = ends.lastIndex { $0 <= count } ?? 0
            let back = try read()
            #expect(back.frames == Array(written[..<whole]), "cut at \(count)")
            #expect((back.error == nil) == (ends[whole] == count), "cut at \(count)")
            if let error = back.error { #expect("\(error)".contains("at byte \(ends[whole]);"), "\(error)") }
        }
    }

    @Test func `another file, another version and an impossible length are refused`() throws {
        defer { unlink(path) }
        var bytes = try write(frames(1, seed: 3))
        bytes[FrameRecording.headerSize + 11] = 0xFF
        try Data(bytes).write(to: URL(filePath: path))
        #expect(try "\(#require(try read().error))".contains("damaged"))
        bytes[8] = 9
        try Data(bytes).write(to: URL(filePath: path))
        #expect { try FrameRecordingReader(path: path) } throws: { "\($0)".contains("version 9") }
        try Data("open_time,open,high,low,close\n".utf8).write(to: URL(filePath: path))
        #expect { try FrameRecordingReader(path: path) } throws: { "\($0)".contains("no recording") }
    }

    @Test func `a recording is shown as the run was, by prefix`() throws {
        defer { unlink(path) }
        let bench = SniffBench()
        let recorded = try (UInt64(1)...4).map { sequence in
            let message = SniffBench.ticker(Int(sequence % 2))
            return FrameRecording.Frame(
                received: Timestamp(nanoseconds: 100), topic: bench.topic(message),
                payload: try bench.bytes(message, SniffBench.header((sequence + 1) / 2)))
        }
        _ = try write(recorded)
        var options = SniffOptions()
        options.play = path
        options.prefixes = ["ETH"]
        var output = ""
        var notices = ""
        let sniffer = Sniffer(
            options, bench.instruments,
            write: {
                output += $0
                return true
            }, complain: { notices += $0 })
        try sniffer.run()
        #expect(output.split(separator: "\n").count == 2)
        #expect(output.contains("l2-tactic.0 seq 2 ETH/USDT symbol=ETH/USDT last=95000.5"))
        #expect(notices == "2 frames, 0 missing, 0 unreadable\n")
    }
}
