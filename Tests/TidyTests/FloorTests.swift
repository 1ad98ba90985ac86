import Testing

@Suite struct FloorTests {
    /// The floor of each module, as the comments in Package.swift tell: it may import from lower ones alone.
    private static let floors: [String: Int] = {
        var floors: [String: Int] = [:]
        var floor = -1
        for line in SourceTree.manifest.split(separator: "\n") {
            if let match = line.firstMatch(of: /^ *\/\/ Floor (\d+)(?: and a half)?:/) { floor = Int(match.1) ?? -1 }
            guard floor >= 0 else { continue }
            if line.contains("levels.map {"), !floors.keys.contains("Executor") {
                for level in levels { floors[level] = floor }
            }
            if let match = line.firstMatch(of: /(?:module\(|name: )"([A-Z]\w*)"/) { floors[String(match.1)] = floor }
        }
        return floors
    }()

    private static let levels: Set<String> = {
        let list = SourceTree.manifest.firstMatch(of: /let levels = \[([^\]]*)\]/)?.1 ?? ""
        return Set(list.matches(of: /"([^"]+)"/).map { String($0.1) })
    }()

    /// What each module may import: its row in Package.swift.
    private static let rows: [String: Set<String>] = {
        func names(_ list: Substring) -> Set<String> { Set(list.matches(of: /"([^"]+)"/).map { String($0.1) }) }
        let text = SourceTree.manifest
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

    /// The simulation plays production code: whatever keeps order, repairs, beats or catches up is the core's.
    @Test func `the simulation drives the core of a real process, and delivers nothing by means of its own`() {
        let own: Pattern = #"\b(?:class|struct|enum|protocol|actor) \w*(?:Ring|Repair|Gap|Beat|CatchUp|Liveness|Topology|Receiver|Publisher|Inbox|Outbox|WarmUp|Ripple|Responder)\b"#
        let innards: Pattern = #"\b(?:FrameRing|FrameReceiver|FramePublisher|GapQuestions|GapRepair|CatchUp|Liveness|Ripple|Responder|WarmUp|HistoryQuestions)\("#
        let files = SourceTree.sources.filter { $0.module == "Simulation" }
        #expect(files.contains { $0.code.contains { $0.contains("ProcessCore(") } })
        for file in files {
            for line in file.code {
                #expect(!own.matches(line), "\(file.path) declares what the core has: \(line)")
                #expect(!innards.matches(line), "\(file.path) makes what the core makes: \(line)")
            }
        }
    }

    @Test func `each folder under Sources is a target`() {
        for folder in SourceTree.folders {
            #expect(SourceTree.manifest.contains("\"\(folder)\""), "add Sources/\(folder) to Package.swift, or delete it")
        }
    }
}
