import Market
import Stages

/// What `strata doctor` found, one line a thing.
struct DoctorReport {
    private struct Finding {
        enum Kind: String { case ok, warn, wrong }

        let name: String
        let kind: Kind
        let text: String

        var isFine: Bool { kind != .wrong }
    }

    private var findings: [Finding] = []

    /// How many things are wrong.
    var faults: Int { findings.count { !$0.isFine } }

    /// Looks at a thing: what is told where it is fine, or what is wrong.
    mutating func look(_ name: String, _ body: () throws(HostError) -> String) {
        do {
            findings.append(Finding(name: name, kind: .ok, text: try body()))
        } catch {
            findings.append(Finding(name: name, kind: .wrong, text: "\(error)"))
        }
    }

    /// Tells what is not wrong, and what a person should know.
    mutating func warn(_ name: String, _ text: String) {
        findings.append(Finding(name: name, kind: .warn, text: text))
    }

    private var warnings: Int { findings.count { $0.kind == .warn } }

    /// The lines for people.
    var lines: [String] {
        let rows = findings.map { finding in
            let name = finding.name.padded(to: 13)
            return finding.kind.rawValue.padded(to: 7) + name + ForeignText.line(finding.text)
        }
        guard faults == 0 else { return rows }
        let but = warnings == 0 ? "" : ", but for \(warnings) \(warnings == 1 ? "warning" : "warnings")"
        return rows + ["All is well\(but)."]
    }

    /// What is wrong, in one line.
    var verdict: String {
        var names: [String] = []
        for finding in findings where !finding.isFine && !names.contains(finding.name) {
            names.append(finding.name)
        }
        return "\(faults) of \(findings.count - warnings) checks failed: \(names.joined(separator: ", "))"
    }

    /// One JSON object.
    var json: String {
        let rows = findings.map { finding in
            "{\"name\":\(ForeignText.json(finding.name)),\"ok\":\(finding.isFine),"
                + (finding.kind == .warn ? "\"warning\":true," : "")
                + "\"text\":\(ForeignText.json(finding.text))}"
        }
        return "{\"ok\":\(faults == 0),\"checks\":[\(rows.joined(separator: ","))]}"
    }
}

extension String {
    /// With blanks behind it up to so many letters, at least one.
    fileprivate func padded(to count: Int) -> String {
        self + String(repeating: " ", count: max(1, count - self.count))
    }
}
