import Market
import Stages

/// Reads the words after a command: `--name value`, `--flag`, and the rest.
public struct Arguments: Sendable {
    /// Options with a value, by name.
    public private(set) var values: [String: String] = [:]
    /// The values of options that may be given several times, in their order.
    public private(set) var lists: [String: [String]] = [:]
    /// Options without one.
    public private(set) var flags: Set<String> = []
    /// Words that are no option, in order.
    public private(set) var rest: [String] = []

    /// Takes the words apart. An option that is not known is an error that lists those that are; so is a
    /// word too many beyond `positional`, and an option with a value that is given twice: one of the two
    /// would be dropped without a word, unless it is one of `several`.
    public init(
        _ words: [String], options: [String], several: [String] = [], flags known: [String],
        positional: Int = 0
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
            } else if options.contains(name) || several.contains(name) {
                let next = parts.count > 1 ? parts[1] : words.popFirst()
                guard let value = next, parts.count > 1 || !value.hasPrefix("--") else {
                    throw .usage("--\(name) needs a value")
                }
                if several.contains(name) {
                    lists[name, default: []].append(value)
                    continue
                }
                if let first = values[name] {
                    throw .usage(
                        "--\(name) is given twice, as \(ForeignText.quoted(first)) and "
                            + "\(ForeignText.quoted(value)); expected once")
                }
                values[name] = value
            } else {
                let all = (options + several + known).map { "--\($0)" }.joined(separator: " ")
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

    /// The groups of pairs that `--l2-instances` names, as in "BTC/USDT;ETH/USDT,SOL/USDT"; `nil` where it
    /// was not given. An empty group is a slip of the pen.
    public func tacticGroups() throws(HostError) -> [[String]]? {
        guard let text = values["l2-instances"] else { return nil }
        let groups = text.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard !groups.contains(where: { $0.contains("") }) else {
            throw .usage(
                "--l2-instances is \(ForeignText.quoted(text)); expected groups of pairs, "
                    + "none of them empty, as in \"BTC/USDT;ETH/USDT,SOL/USDT\"")
        }
        return groups
    }
}
