import Messages

/// The seal on a request that moves something: the last entry of its map, `seal`, 32 hex digits. It covers
/// the run, the word, the process that is asked and every byte before its digits.
enum RequestSeal {
    /// The entry without its digits: a text of four letters, and the head of a text of 32.
    private static let head: [UInt8] = [0xA4] + Array("seal".utf8) + [0xD9, 0x20]
    private static let digits = 2 * Seal.size

    private static func text(
        _ body: some Collection<UInt8>, _ word: [UInt8], to process: String, run: UInt32
    ) -> SealedText {
        var text = SealedText("strata request 1")
        text.add(run)
        text.add(word)
        text.add(process.utf8)
        text.add(body)
        return text
    }

    /// The map with its seal; the map as it is where it is none, which nobody takes.
    static func sealed(
        _ payload: UnsafeRawBufferPointer, _ word: [UInt8], to process: String, run: UInt32,
        by key: SecretKey
    ) -> [UInt8] {
        guard let map = MapHead(payload), let head = MapHead(count: map.count + 1) else {
            return Array(payload)
        }
        var bytes = head.bytes
        bytes.reserveCapacity(head.size + payload.count + Self.head.count + digits)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: payload[map.size...]))
        bytes.append(contentsOf: Self.head)
        let hex = key.seal(text(bytes, word, to: process, run: run)).hex
        for index in 0..<hex.count { bytes.append(hex[index]) }
        return bytes
    }

    /// What a sealed request is.
    enum Finding: Equatable {
        /// Genuine; the map as it was before it was sealed.
        case genuine([UInt8])
        case unsealed
        case broken
    }

    /// Judges a request.
    static func find(
        _ payload: [UInt8], _ word: [UInt8], to process: String, run: UInt32, by key: SecretKey
    ) -> Finding {
        let body = payload.dropLast(digits)
        guard payload.count > digits + head.count, body.suffix(head.count).elementsEqual(head),
            let map = MapHead(payload), let before = MapHead(count: map.count - 1),
            let hex = InlineHex(payload.suffix(digits))
        else { return .unsealed }
        guard key.knows(Seal(hex: hex), on: text(body, word, to: process, run: run)) else { return .broken }
        return .genuine(before.bytes + body.dropFirst(map.size).dropLast(head.count))
    }
}
