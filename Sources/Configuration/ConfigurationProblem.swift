import Market

/// One thing that is wrong with a configuration: where, what was found, what was expected.
public struct ConfigurationProblem: Sendable, Hashable {
    /// What is wrong.
    public enum What: Sendable, Hashable {
        case missingFile(String)
        case syntax(String)
        case missingKey(expected: String)
        case wrongType(found: String, expected: String)
        case outOfRange(value: String, expected: String)
        /// A key that nothing reads, with the one that was perhaps meant.
        case unknownKey(nearest: String?, known: [String])
        /// A name that is in no list, with the list.
        case unknownName(value: String, nearest: String?, known: [String])
        /// A pair that can't be traded, with what to add.
        case missingLimits(pair: String, toAdd: String)
    }

    /// The file's name.
    public let file: String
    /// Line and column, where they are known.
    public let place: FilePlace?
    /// The keys that lead to the value; array elements as "[0]".
    public let path: [String]
    public let what: What

    /// A problem.
    public init(file: String, place: FilePlace? = nil, path: [String] = [], what: What) {
        self.file = file
        self.place = place
        self.path = path
        self.what = what
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// "safe_list.json:12: SOL/USDT.params.rsi_period is 0; expected a whole number from 2 to 1000".
    public var description: String {
        let line = place.map { ":\($0.line):\($0.column)" } ?? ""
        let key = path.map { ForeignText.shown($0) }.reduce("") {
            $1.hasPrefix("[") ? $0 + $1 : $0 + ($0.isEmpty ? "" : ".") + $1
        }
        return ForeignText.line("\(file)\(line): \(key.isEmpty ? "" : key + " ")\(what.text)")
    }
}

extension ConfigurationProblem.What {
    /// What follows the path in the error's text.
    fileprivate var text: String {
        switch self {
        case .missingFile(let reason): "can't be read (\(reason)); expected a readable JSON file"
        case .syntax(let text): "is no JSON: \(text); expected plain JSON, each key once, no NaN, no comments"
        case .missingKey(let expected): "is missing; expected \(expected)"
        case .wrongType(let found, let expected): "is \(found); expected \(expected)"
        case .outOfRange(let value, let expected): "is \(value); expected \(expected)"
        case .unknownKey(let nearest, let known):
            "is no key that is known here\(Self.hint(nearest)); expected \(Self.list(known))"
        case .unknownName(let value, let nearest, let known):
            "is \(ForeignText.quoted(value)), which is not known\(Self.hint(nearest)); "
                + "expected \(Self.list(known))"
        case .missingLimits(let pair, let toAdd): "names \(pair), which has no limits or filters; \(toAdd)"
        }
    }

    private static func hint(_ nearest: String?) -> String {
        nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
    }

    private static func list(_ known: [String]) -> String {
        known.isEmpty ? "none" : "one of " + known.joined(separator: ", ")
    }
}
