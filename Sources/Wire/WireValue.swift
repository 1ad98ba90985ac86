/// One msgpack value in bytes that `FrameCheck` has found whole: it is read where it lies, without a
/// further check of lengths and without memory of its own.
struct WireValue {
    /// What a value can be.
    enum Kind: UInt8 {
        case null, truth, positive, negative, float, text, binary, array, map, extended
    }

    let kind: Kind
    /// The number's bits (a float's as float64), 1 for true, the length of a text, the count of elements
    /// or of entries.
    let bits: UInt64
    /// A text's bytes, or the first element; what follows the value where it has neither.
    let body: UnsafeRawPointer

    private init(_ kind: Kind, _ bits: UInt64, _ body: UnsafeRawPointer) {
        self.kind = kind
        self.bits = bits
        self.body = body
    }

    private init(signed: Int64, _ body: UnsafeRawPointer) {
        self.init(signed < 0 ? .negative : .positive, UInt64(bitPattern: signed), body)
    }

    private init(float: Float, _ body: UnsafeRawPointer) { self.init(.float, Double(float).bitPattern, body) }

    /// Reads the value that starts at `place`.
    init(at place: UnsafeRawPointer) {
        let format = place.load(as: UInt8.self)
        let next = place + 1
        switch format {
        case 0x00...0x7F: self.init(.positive, UInt64(format), next)
        case 0x80...0x8F: self.init(.map, UInt64(format & 15), next)
        case 0x90...0x9F: self.init(.array, UInt64(format & 15), next)
        case 0xA0...0xBF: self.init(.text, UInt64(format & 31), next)
        case 0xC2, 0xC3: self.init(.truth, UInt64(format & 1), next)
        case 0xC4, 0xC5, 0xC6: self.init(.binary, width: 1 << (format - 0xC4), next)
        case 0xC7, 0xC8, 0xC9: self.init(extended: 1 << (format - 0xC7), next)
        case 0xCA: self.init(float: Float(bitPattern: next.bigEndian(UInt32.self)), next + 4)
        case 0xCB: self.init(.float, next.bigEndian(UInt64.self), next + 8)
        case 0xCC, 0xCD, 0xCE, 0xCF: self.init(.positive, width: 1 << (format - 0xCC), next)
        case 0xD0: self.init(signed: Int64(next.bigEndian(Int8.self)), next + 1)
        case 0xD1: self.init(signed: Int64(next.bigEndian(Int16.self)), next + 2)
        case 0xD2: self.init(signed: Int64(next.bigEndian(Int32.self)), next + 4)
        case 0xD3: self.init(signed: next.bigEndian(Int64.self), next + 8)
        case 0xD4...0xD8: self.init(.extended, 1 + 1 << UInt64(format - 0xD4), next)
        case 0xD9, 0xDA, 0xDB: self.init(.text, width: 1 << (format - 0xD9), next)
        case 0xDC, 0xDD: self.init(.array, width: 2 << (format - 0xDC), next)
        case 0xDE, 0xDF: self.init(.map, width: 2 << (format - 0xDE), next)
        case 0xE0...0xFF: self.init(signed: Int64(Int8(bitPattern: format)), next)
        default: self.init(.null, 0, next)
        }
    }

    /// A value whose number, length or count stands in the next `width` bytes.
    private init(_ kind: Kind, width: UInt8, _ next: UnsafeRawPointer) {
        switch width {
        case 1: self.init(kind, UInt64(next.load(as: UInt8.self)), next + 1)
        case 2: self.init(kind, UInt64(next.bigEndian(UInt16.self)), next + 2)
        case 4: self.init(kind, UInt64(next.bigEndian(UInt32.self)), next + 4)
        default: self.init(kind, next.bigEndian(UInt64.self), next + 8)
        }
    }

    /// An extension, whose own type stands between its length and its bytes.
    private init(extended width: UInt8, _ next: UnsafeRawPointer) {
        let plain = WireValue(.extended, width: width, next)
        self.init(.extended, plain.bits + 1, plain.body)
    }
}

extension WireValue {
    /// Where the next value starts.
    var end: UnsafeRawPointer {
        switch kind {
        case .text, .binary, .extended: body + Int(bits)
        case .array: Self.end(of: Int(bits), at: body)
        case .map: Self.end(of: 2 * Int(bits), at: body)
        case .null, .truth, .positive, .negative, .float: body
        }
    }

    private static func end(of count: Int, at start: UnsafeRawPointer) -> UnsafeRawPointer {
        var place = start
        for _ in 0..<count { place = WireValue(at: place).end }
        return place
    }

    /// Whether it is a text, or bytes, as older writers have them, with just this content.
    func isText(_ text: StaticString) -> Bool {
        (kind == .text || kind == .binary) && Int(bits) == text.utf8CodeUnitCount
            && body.holds(text.utf8Start, text.utf8CodeUnitCount)
    }

    /// The bytes of a text.
    var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: body, count: Int(bits)) }

    /// What a person calls this type.
    var typeName: String {
        switch kind {
        case .null: "nil"
        case .truth: "a truth value"
        case .positive, .negative: "a whole number"
        case .float: "a decimal number"
        case .text: "a text"
        case .binary: "bytes"
        case .array: "an array"
        case .map: "a map"
        case .extended: "an extension type"
        }
    }

    /// Whole numbers are taken for decimals, since Python writes 1 where it means 1.0.
    func number(_ key: StaticString) throws(WireError) -> Double {
        switch kind {
        case .float: return Double(bitPattern: bits)
        case .positive: return Double(bits)
        case .negative: return Double(Int64(bitPattern: bits))
        default: throw .wrongType(field: "\(key)", expected: "a number", found: typeName)
        }
    }
}
