import Market
import Stages

/// What `strata doctor` found, one line a thing.
struct DoctorReport {
    private struct Finding {
        let name: String
        let isFine: Bool
        let text: String
    }

    private var findings: [Finding] = []

    /// How many things are wrong.
    var faults: Int { findings.count { !$0.isFine } }

    /// Looks at a thing: what is told where it is fine, or what is wrong.
    mutating func look(_ name: String, _ body: () throws(HostError) -> String) {
        do {
            findings.append(Finding(name: name, isFine: true, text: try body()))
        } catch {
            findings.append(Finding(name: name, isFine: false, text: "\(error)"))
        }
    }

    /// The lines for people.
    var lines: [String] {
        let rows = findings.map { finding in
            let name = finding.name + String(repeating: " ", count: max(1, 11 - finding.name.count))
            return (finding.isFine ? "ok     " : "wrong  ") + name + ForeignText.line(finding.text)
        }
        return faults == 0 ? rows + ["All is well."] : rows
    }

    /// What is wrong, in one line.
    var verdict: String {
        let names = findings.filter { !$0.isFine }.map(\.name).joined(separator: ", ")
        return "\(faults) of \(findings.count) checks failed: \(names)"
    }

    /// One JSON object.
    var json: String {
        let rows = findings.map { finding in
            "{\"name\":\(ForeignText.json(finding.name)),\"ok\":\(finding.isFine),"
                + "\"text\":\(ForeignText.json(finding.text))}"
        }
        return "{\"ok\":\(faults == 0),\"checks\":[\(rows.joined(separator: ","))]}"
    }
}
