import Testing

@Suite struct FloorTests {
    /// The floor of each module: it may import from lower ones alone (docs/architecture.md).
    private static let floors: [String: Int] = [
        "CZeroMQ": 0, "CMessagePack": 0, "CSQLite": 0, "CZlib": 0, "CZip": 0, "CJansson": 0, "COpenSSL": 0, "CLinux": 0, "CSimdJSON": 0, "CBenchPeer": 0,
        "Wire": 1, "Bus": 2, "Market": 2, "Indicators": 3, "RiskMath": 3, "Messages": 3, "Configuration": 3,
        "Stages": 4, "RiskRules": 4, "Matching": 4, "Sealing": 4, "FeedHandler": 5, "L4Meta": 5, "L3Strategy": 5, "L2Tactic": 5,
        "L1Operational": 5, "RiskManager": 5, "Executor": 5, "PaperVenue": 5, "Storage": 6, "Telemetry": 6,
        "Hosting": 7, "Simulation": 8,
    ]

    /// What each module may import: its row in Package.swift.
    private static let rows: [String: Set<String>] = {
        func names(_ list: Substring) -> Set<String> { Set(list.matches(of: /"([^"]+)"/).map { String($0.1) }) }
        let text = SourceTree.manifest
        let levels = text.firstMatch(of: /let levels = \[([^\]]*)\]/).map { names($0.1) } ?? []
        var rows: [String: Set<String>] = [:]
        for match in text.matches(of: /module\(\s*"(\w+)"(?:,\s*(levels \+ )?\[([^\]]*)\])?/) {
            rows[String(match.1)] = names(match.3 ?? "").union(match.2 == nil ? [] : levels)
        }
        let row = text.firstMatch(of: /module\(\s*\$0,\s*\[([^\]]*)\]/).map { names($0.1) } ?? []
        for level in levels { rows[level] = row }
        return rows
    }()

    private static let modules = SourceTree.folders.filter { $0.first?.isUppercase == true && floors[$0] != 0 }

    @Test func `the table of modules is read from Package swift`() {
        #expect(Self.rows["Messages"] == ["Wire", "Market"])
        #expect(Self.rows["L2Tactic"]?.contains("Indicators") == true)
        #expect(Self.rows["Hosting"]?.isSuperset(of: ["Executor", "Bus"]) == true)
        for module in Self.modules { #expect(Self.rows[module] != nil && Self.floors[module] != nil, "\(module)") }
    }

    @Test(arguments: modules)
    func `a module imports what its row lists, from lower floors`(module: String) {
        let allowed = Self.rows[module] ?? []
        let ours = Set(SourceTree.folders)
        for file in SourceTree.sources where file.module == module {
            for line in file.code {
                guard line.contains("import "), let match = line.firstMatch(of: /^\s*(?:@\w+ )?(?:public |package |internal )?import (?:\w+ )?(\w+)/),
                    ours.contains(String(match.1))
                else { continue }
                let imported = String(match.1)
                #expect(allowed.contains(imported), "\(file.path) imports \(imported), which its row in Package.swift doesn't list")
                #expect(
                    Self.floors[imported] ?? 9 < Self.floors[module] ?? 0,
                    "\(file.path) imports \(imported) from the same or a higher floor")
            }
        }
    }

    @Test func `each folder under Sources is a target`() {
        for folder in SourceTree.folders {
            #expect(SourceTree.manifest.contains("\"\(folder)\""), "add Sources/\(folder) to Package.swift, or delete it")
        }
    }
}
