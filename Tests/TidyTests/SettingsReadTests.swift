import Testing

/// A setting that nothing reads is a promise that isn't kept: each is read outside `Configuration`, or its key
/// is marked as inert where it is listed.
@Suite struct SettingsReadTests {
    private struct Key {
        let property: String
        let isInert: Bool
        let place: String
    }

    /// The keys of every `visit(with:)` of settings, with the property that each fills.
    private static let keys: [Key] = {
        let files = SourceTree.sources.filter { $0.module == "Configuration" }
        let inertModels: Set<String> = ["logreg", "randomForest", "lightgbm"]
        return files.flatMap { file in
            file.lines.enumerated().flatMap { index, line in
                line.matches(of: /(?:visitor|inner)\.\w+\(\s*(?:"[^"]*"|[\w\[\].]+),\s*&([\w.\[\]]+)/).map { match in
                    let property = match.1.split(separator: ".").last.map(String.init) ?? ""
                    let name = property.prefix { $0 != "[" }
                    return Key(
                        property: String(name), isInert: inertModels.contains(String(name)),
                        place: "\(file.path):\(index + 1)")
                }
            }
        }
    }()

    private static let readers = SourceTree.sources.filter {
        $0.module != "Configuration" && $0.module.first?.isUppercase == true && $0.module != "Simulation"
    }

    private static func reads(_ property: String) -> Bool {
        readers.contains { file in file.code.contains { $0.contains(".\(property)") } }
    }

    @Test func `each setting is read by a part that can act on it`() {
        #expect(Self.keys.count > 50, "the lists of keys are not found any more")
        // These act where settings are resolved: which profile, which pairs, which defaults of a pair,
        // which fees of the market, which strategies.
        let locals: Set<String> = ["named", "enabled", "tier", "feeTier", "thresholds", "registrations"]
        for key in Self.keys where !key.isInert && !locals.contains(key.property) {
            #expect(Self.reads(key.property), "\(key.place): \(key.property) is read by nothing: use it, or mark it inert")
        }
    }

    @Test func `what is marked as inert is read by nothing`() {
        for property in ["logreg", "randomForest", "lightgbm"] {
            #expect(!Self.reads(property), "\(property) is read: its key is inert no more")
        }
    }
}
