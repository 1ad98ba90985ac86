/// JSON whose readers keep every digit: many of them take numbers for float64, which counts to 2^53.
enum SafeIntegers {
    private static let largest: UInt64 = 1 << 53

    /// The same text with each integer beyond 2^53 in quotes.
    static func quoted(_ json: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(json.utf8.count)
        let bytes = Array(json.utf8)
        var place = 0
        while place < bytes.count {
            let end = bytes[place] == quote ? endOfString(bytes, place) : endOfNumber(bytes, place)
            let token = bytes[place..<end]
            let isLarge = bytes[place] != quote && isBeyond(token)
            if isLarge { result.append(quote) }
            result += token
            if isLarge { result.append(quote) }
            place = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let marks = Array("+-.eE".utf8)
    private static let quote = UInt8(ascii: "\"")

    private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int {
        var place = start + 1
        while place < bytes.count, bytes[place] != quote {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(bytes.count, place + 1)
    }

    /// Behind a number, or behind the one byte that is none.
    private static func endOfNumber(_ bytes: [UInt8], _ start: Int) -> Int {
        var place = start
        while place < bytes.count, isNumeric(bytes[place]) { place += 1 }
        return max(place, start + 1)
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || marks.contains(byte)
    }

    /// Whether an integer is larger than float64 counts; digits that even 64 bits don't hold are.
    private static func isBeyond(_ token: ArraySlice<UInt8>) -> Bool {
        let digits = token.first == UInt8(ascii: "-") ? token.dropFirst() : token
        guard digits.count >= 16, digits.allSatisfy({ (48...57).contains($0) }) else { return false }
        return UInt64(String(decoding: digits, as: UTF8.self)).map { $0 > largest } ?? true
    }
}
