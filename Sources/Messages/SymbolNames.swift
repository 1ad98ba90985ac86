import Market

/// Finds symbols by their names' bytes, without making strings.
struct SymbolNames {
    private let names: [[UInt8]]

    init(_ instruments: InstrumentTable) {
        names = instruments.instruments.map { Array($0.name.utf8) }
    }

    /// The symbol with this name; "*" is the whole portfolio.
    func find(_ bytes: UnsafeRawBufferPointer) -> SymbolID? {
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*") { return SymbolID.none }
        for index in names.indices where names[index].count == bytes.count {
            if names[index].withUnsafeBytes({ $0.elementsEqual(bytes) }) { return SymbolID(index) }
        }
        return nil
    }
}
