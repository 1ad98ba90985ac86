import Market

extension Settings {
    /// A number that changes with every setting: frames carry it as `cfg`, so that processes of different
    /// configurations refuse each other. The same on every machine.
    public var configurationHash: UInt64 {
        var hash = StableHash()
        hash.mix(SettingsWriter.text(self))
        for symbol in symbols {
            var writer = KeyWriter()
            var entry = symbol.entry
            entry.visit(with: &writer, kinds: [])
            hash.mix(symbol.name)
            hash.mix(writer.text)
        }
        return hash.value
    }

    /// A number that changes with the instrument table, its order included: frames carry it as `ins`,
    /// since a symbol is a place in that table.
    public var instrumentHash: UInt64 {
        var hash = StableHash()
        for instrument in instruments.instruments {
            hash.mix("\(instrument.name) \(instrument.market.configurationName)")
            hash.mix("\(instrument.tickSize) \(instrument.stepSize)")
            hash.mix("\(instrument.minQuantity) \(instrument.maxQuantity)")
            hash.mix("\(instrument.minNotional) \(instrument.priceBandUp) \(instrument.priceBandDown)")
            hash.mix("\(instrument.minPrice) \(instrument.maxPrice)")
            if !instrument.isTrading { hash.mix("\(instrument.status)") }
        }
        return hash.value
    }
}
