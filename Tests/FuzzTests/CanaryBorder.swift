/// Frames again, for a reader with a planted fault: the fuzzer must find it.
struct CanaryBorder: Border {
    static let name = "canary"
    static let corpus = FrameBorder.name
    private var reader: FrameBorder

    init(folder: String) { reader = FrameBorder(folder: folder) }

    mutating func feed(_ bytes: [UInt8]) -> String {
        precondition(bytes.count < 300 || bytes[200] != 0xFF, "planted")
        return reader.feed(bytes)
    }
}
