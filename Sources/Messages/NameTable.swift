/// Names by their places, found by their bytes without making strings.
struct NameTable {
    private let names: [[UInt8]]

    init(_ names: [String]) { self.names = names.map { Array($0.utf8) } }

    /// The place of the name with these bytes.
    func find(_ bytes: UnsafeRawBufferPointer) -> Int? {
        for index in names.indices where names[index].count == bytes.count {
            if names[index].withUnsafeBytes({ $0.elementsEqual(bytes) }) { return index }
        }
        return nil
    }

    /// Gives the bytes of the name at a place; `nil` where there is none.
    func withBytes<R>(at place: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        names.indices.contains(place) ? names[place].withUnsafeBytes(body) : nil
    }
}
