import TestSupport
import Testing
import Wire

@Suite struct FrameCheckTests {
    private func failure(_ bytes: [UInt8]) -> WireError? {
        bytes.withUnsafeBytes { buffer in
            do throws(WireError) {
                try FrameCheck.check(buffer)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func `268 million elements in five bytes are refused without memory`() {
        #expect(failure([0xDD, 0x0F, 0xFF, 0xFF, 0xFF]) == .claimsTooMuch(at: 0, elements: 268_435_455, bytesLeft: 0))
        #expect(failure([0xDF, 0xFF, 0xFF, 0xFF, 0xFF]) == .claimsTooMuch(at: 0, elements: 8_589_934_590, bytesLeft: 0))
        #expect(failure([0x81, 0xA1, 0x61, 0xDC, 0xFF, 0xFF]) == .claimsTooMuch(at: 3, elements: 65535, bytesLeft: 0))
        #expect(failure([0xC6, 0x7F, 0xFF, 0xFF, 0xFF, 1]) == .truncated(at: 6))
    }

    @Test func `nesting has a bound`() {
        let deepest = [UInt8](repeating: 0x91, count: FrameCheck.depthLimit) + [0xC0]
        #expect(failure(deepest) == nil)
        #expect(failure([0x91] + deepest) == .tooDeep(at: FrameCheck.depthLimit + 1))
        #expect(failure([UInt8](repeating: 0x91, count: 60_000)) == .tooDeep(at: FrameCheck.depthLimit + 1))
    }

    @Test func `one value and nothing after it`() {
        #expect(failure([]) == .truncated(at: 0))
        #expect(failure([0x80, 0x80]) == .trailingBytes(1))
        #expect(failure([0xC1]) == .unknownFormat(byte: 0xC1, at: 0))
        let large = [UInt8](repeating: 0, count: FrameCheck.sizeLimit + 1)
        #expect(failure(large) == .tooLong(bytes: large.count, limit: FrameCheck.sizeLimit))
    }

    @Test func `every format of msgpack has its length`() {
        let whole: [[UInt8]] = [
            [0x7F], [0xE0], [0xC0], [0xC2], [0xC3], [0xA2, 1, 2], [0xC4, 1, 9], [0xC5, 0, 1, 9], [0xC6, 0, 0, 0, 1, 9],
            [0xC7, 1, 5, 9], [0xC8, 0, 1, 5, 9], [0xC9, 0, 0, 0, 1, 5, 9], [0xCA, 0, 0, 0, 0],
            [0xCB, 0, 0, 0, 0, 0, 0, 0, 0], [0xCC, 1], [0xCD, 0, 1], [0xCE, 0, 0, 0, 1],
            [0xCF, 0, 0, 0, 0, 0, 0, 0, 1], [0xD0, 1], [0xD1, 0, 1], [0xD2, 0, 0, 0, 1],
            [0xD3, 0, 0, 0, 0, 0, 0, 0, 1], [0xD4, 1, 9], [0xD5, 1, 9, 9], [0xD6, 1, 9, 9, 9, 9],
            [0xD7, 1] + [UInt8](repeating: 9, count: 8), [0xD8, 1] + [UInt8](repeating: 9, count: 16),
            [0xD9, 1, 0x61], [0xDA, 0, 1, 0x61], [0xDB, 0, 0, 0, 1, 0x61], [0x92, 1, 2], [0xDC, 0, 1, 1],
            [0xDD, 0, 0, 0, 1, 1], [0x81, 1, 2], [0xDE, 0, 1, 1, 2], [0xDF, 0, 0, 0, 1, 1, 2],
        ]
        for bytes in whole {
            #expect(failure(bytes) == nil, "\(bytes)")
            #expect(failure(bytes + [0]) == .trailingBytes(1), "\(bytes)")
            for length in bytes.indices { #expect(failure(Array(bytes[..<length])) != nil, "\(bytes) cut at \(length)") }
        }
    }

    @Test func `nonsense is refused or is one value`() {
        for seed in UInt64(1)...2000 {
            var generator = SeededGenerator(seed: seed)
            let bytes = (0..<Int(generator.next() % 200)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            if let error = failure(bytes) { #expect(!error.description.isEmpty, "seed \(seed)") }
        }
        let megabyte = [UInt8](repeating: 0xDD, count: 1 << 20)
        #expect(failure(megabyte) == .tooLong(bytes: 1 << 20, limit: FrameCheck.sizeLimit))
    }
}
