import Configuration

/// What a value looks like in memory, by its fields' names and types: what one program wrote as it lies
/// there, another may read where the form is the same.
struct MemoryForm {
    private var hash = StableHash()

    /// A number that changes with every field of what was added.
    var value: UInt64 { hash.value }

    /// Adds a value's form; its content doesn't matter.
    mutating func add<T>(_ value: T) {
        hash.mix("\(MemoryLayout<T>.size) \(MemoryLayout<T>.stride)")
        addFields(of: value, named: "")
    }

    /// Adds names that say how many there are of something, and in which order.
    mutating func add(names: [String]) { hash.mix(names.joined(separator: ",")) }

    private mutating func addFields(of value: Any, named name: String) {
        hash.mix("\(name): \(String(reflecting: type(of: value)))")
        for child in Mirror(reflecting: value).children {
            addFields(of: child.value, named: child.label ?? "")
        }
    }
}
