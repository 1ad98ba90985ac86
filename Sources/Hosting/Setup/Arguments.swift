import Market

/// Reads the words after a command: `--name value`, `--flag`, and the rest.
public struct Arguments: Sendable {
    /// Options with a value, by name.
    public private(set) var values: [String: String] = [:]
    /// Options without one.
    public private(set) var flags: Set<String> = []
    /// Words that are no option, in order.
    public private(set) var rest: [String] = []

    /// Takes the words apart. An option that is not known is an error that lists those that are; so is a
    /// word too many beyond `positional`.
    public init(
        _ words: [String], options: [String], flags known: [String], positional: Int = 0
    ) throws(HostError) {
        var words = words[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--") else {
                guard rest.count < positional else {
                    throw .usage("\(ForeignText.quoted(word)) is one word too many here; see --help")
                }
                rest.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            if known.contains(name), parts.count == 1 {
                flags.insert(name)
            } else if options.contains(name) {
                let next = parts.count > 1 ? parts[1] : words.popFirst()
                guard let value = next, parts.count > 1 || !value.hasPrefix("--") else {
                    throw .usage("--\(name) needs a value")
                }
                values[name] = value
            } else {
                let all = (options + known).map { "--\($0)" }.joined(separator: " ")
                throw .usage("\(ForeignText.quoted(word)) is no option here; known are: \(all)")
            }
        }
    }

    /// Whether a flag was given.
    public func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// The value of an option; `nil` where it was not given.
    public subscript(name: String) -> String? { values[name] }

    /// A whole number from `least`, or an error that names the option; `nil` where it was not given.
    public func whole(_ name: String, from least: Int) throws(HostError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), value >= least, value <= 1_000_000 else {
            throw .usage(
                "--\(name) is \(ForeignText.quoted(text)); expected a whole number from \(least) to 1000000")
        }
        return value
    }

    /// A number from 0, or an error that names the option.
    public func number(_ name: String) throws(HostError) -> Double? {
        guard let text = values[name] else { return nil }
        guard let value = Double(text), value.isFinite, value >= 0 else {
            throw .usage("--\(name) is \(ForeignText.quoted(text)); expected a number from 0")
        }
        return value
    }
}
