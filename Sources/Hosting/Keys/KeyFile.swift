import Glibc
import Sealing
import Stages

/// A file that holds one key as 64 hex digits, and behind a blank the number of its run where it is bound to
/// one. Nobody but its owner may read it.
package enum KeyFile {
    /// What a file holds.
    package struct Content {
        let key: SecretKey
        let run: UInt32?
    }

    /// The request key of a run lies here, in the private folder of its sockets.
    package static func requestKey(in runDirectory: String) -> String { "\(runDirectory)/request.key" }

    /// Reads a key; refused where it is a link, somebody else's, or open to others (`PrivateFile`).
    static func read(_ path: String, isCredential: Bool = false) throws(HostError) -> Content {
        let found = try PrivateFile.read(
            path, named: "the key", isCredential: isCredential, cure: "begin a new run")
        guard var text = found else {
            throw .configuration("can't read the key \(path): \(String(cString: strerror(ENOENT)))")
        }
        defer { SecretKey.wipe(&text) }
        guard let content = content(text[...]) else {
            throw .configuration("the key \(path) holds something else than 64 hex digits: begin a new run")
        }
        return content
    }

    private static func content(_ text: ArraySlice<UInt8>) -> Content? {
        let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        guard (1...2).contains(words.count), words[0].count == 2 * SecretKey.size else { return nil }
        var bytes: [UInt8] = []
        defer { SecretKey.wipe(&bytes) }
        bytes.reserveCapacity(SecretKey.size)
        var high: UInt8?
        for digit in words[0] {
            guard let value = value(of: digit) else { return nil }
            if let first = high { bytes.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        let run = words.count == 2 ? UInt32(String(decoding: words[1], as: UTF8.self)) : nil
        guard words.count == 1 || run != nil else { return nil }
        return bytes.withUnsafeBytes { SecretKey($0) }.map { Content(key: $0, run: run) }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// Writes a key for this user alone, over what an earlier run left.
    package static func write(_ key: SecretKey, run: UInt32?, to path: String) throws(HostError) {
        unlink(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: path, why: String(cString: strerror(errno))) }
        defer { close(file) }
        var text: [UInt8] = []
        defer { SecretKey.wipe(&text) }
        text.reserveCapacity(128)
        let digits = Array("0123456789abcdef".utf8)
        key.withBytes { for byte in $0 { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] } }
        text += Array((run.map { " \($0)" } ?? "").utf8) + [UInt8(ascii: "\n")]
        guard Glibc.write(file, text, text.count) == text.count else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
    }
}
