/// A measured value with its goal, where there is one.
struct Measurement {
    enum Goal {
        case atMost(Double)
        case atLeast(Double)
    }

    let name: String
    let value: Double
    let unit: String
    var goal: Goal?

    /// "ok" or "short"; empty without a goal.
    var verdict: String {
        switch goal {
        case .atMost(let limit): value <= limit ? "ok" : "short"
        case .atLeast(let limit): value >= limit ? "ok" : "short"
        case nil: ""
        }
    }

    private var goalText: String {
        switch goal {
        case .atMost(let limit): "at most \(Figures.text(limit))"
        case .atLeast(let limit): "at least \(Figures.text(limit))"
        case nil: ""
        }
    }

    var cells: [String] { [name, Figures.text(value), unit, goalText, verdict] }

    var json: String {
        let goal =
            switch goal {
            case .atMost(let limit): ",\"at_most\":\(limit)"
            case .atLeast(let limit): ",\"at_least\":\(limit)"
            case nil: ""
            }
        let verdict = verdict.isEmpty ? "" : ",\"verdict\":\"\(verdict)\""
        let finite = value.isFinite ? value : -1
        return "{\"name\":\"\(name)\",\"value\":\(finite),\"unit\":\"\(unit)\"\(goal)\(verdict)}"
    }
}

/// The values of one measurement.
struct Section {
    let title: String
    var rows: [Measurement] = []
    /// Free lines below the table: what the figures mean.
    var notes: [String] = []

    mutating func add(_ name: String, _ value: Double, _ unit: String, _ goal: Measurement.Goal? = nil) {
        rows.append(Measurement(name: name, value: value, unit: unit, goal: goal))
    }

    var text: String {
        let cells = rows.map(\.cells)
        let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 1 ? gap + cell : cell + gap) + "  "
            }
            return "  " + line
        }
        return (["", title] + lines + notes.map { "  " + $0 }).joined(separator: "\n")
    }

    var json: String {
        "{\"title\":\"\(title)\",\"rows\":[\(rows.map(\.json).joined(separator: ","))]}"
    }
}

/// Everything measured in one go.
struct Report {
    let machine: Machine
    var sections: [Section] = []

    var json: String {
        "{\"machine\":\"\(machine.text)\",\"sections\":[\(sections.map(\.json).joined(separator: ","))]}"
    }
}
