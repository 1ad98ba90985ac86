import Market

/// What a seal speaks for, as bytes that can be read in one way only: each part follows its length.
struct SealedText {
    private(set) var bytes: [UInt8] = []

    /// A text of one purpose: no seal of one is a seal of another.
    init(_ purpose: StaticString) {
        bytes.reserveCapacity(512)
        add(purpose.withUTF8Buffer { Array($0) })
    }

    mutating func add(_ part: some Collection<UInt8>) {
        add(bigEndian: UInt32(part.count))
        bytes.append(contentsOf: part)
    }

    mutating func add(_ number: Int64) {
        add(bigEndian: UInt32(8))
        add(bigEndian: number)
    }

    mutating func add(_ number: UInt32) {
        add(bigEndian: UInt32(4))
        add(bigEndian: number)
    }

    mutating func add(_ label: Label) { add((0..<label.count).map { label[$0] }) }

    private mutating func add<T: FixedWidthInteger>(bigEndian number: T) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
