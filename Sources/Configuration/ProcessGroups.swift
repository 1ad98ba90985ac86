import Market

/// Which stages share a process, as `processes` says it in `strata.json` or in a plan's file: an object of
/// names, each with a list of stages, as in `{"decide": ["l2-tactic", "l1-operational", "risk-manager"]}`. A
/// stage that no list names has a process of its own. It is no part of the settings' hash: how stages are put
/// into processes changes no decision.
public enum ProcessGroups {
    /// The key in `strata.json`.
    static let key = "processes"

    /// The groups of a file, in its order; none where it has no `processes`. An unknown or doubled stage, an
    /// empty list and a name that can't be a file's are errors with their place.
    public static func read(
        _ file: SourceFile, stages known: [String]
    ) throws(ConfigurationError) -> [(name: String, stages: [String])] {
        let problems = ProblemList(file)
        guard let value = try JSONDocument.parse(file)[key] else { return [] }
        guard case .object(let members) = value else {
            problems.add(
                [key],
                .wrongType(found: value.brief, expected: "an object of names, each with a list of stages"))
            try ProblemList.check([problems])
            return []
        }
        var groups: [(name: String, stages: [String])] = []
        for member in members {
            let stages = stages(member, known, taken: groups.flatMap(\.stages), problems)
            groups.append((member.key, stages))
        }
        try ProblemList.check([problems])
        return groups
    }

    private static func stages(
        _ member: JSONValue.Member, _ known: [String], taken: [String], _ problems: ProblemList
    ) -> [String] {
        let path = [key, member.key]
        if !isName(member.key) || known.contains(member.key) && member.value != .array([.text(member.key)]) {
            problems.add(
                path,
                .outOfRange(
                    value: ForeignText.quoted(member.key),
                    expected: "a name of small letters, digits and hyphens, 1 to 32, that is no stage's"))
        }
        guard case .array(let values) = member.value, !values.isEmpty else {
            problems.add(path, .wrongType(found: member.value.brief, expected: "a list of stages"))
            return []
        }
        var names: [String] = []
        for (index, value) in values.enumerated() {
            guard case .text(let name) = value, known.contains(name) else {
                problems.add(
                    path + ["[\(index)]"], .unknownName(value: value.brief, nearest: nil, known: known))
                continue
            }
            guard !names.contains(name), !taken.contains(name) else {
                problems.add(
                    path + ["[\(index)]"],
                    .outOfRange(value: "\(name) once more", expected: "each stage in one process"))
                continue
            }
            names.append(name)
        }
        return names
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
