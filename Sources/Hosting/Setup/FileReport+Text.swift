import Market
import Storage

extension FileReport {
    /// For people: "a.csv: 600 lines, 12 columns with a header, times in ms, in order, … to …".
    public var words: String {
        var parts = ["\(lines) lines", layout, order.rawValue]
        if used > 0 { parts.append("\(first) to \(last)") }
        if missing > 0 { parts.append("\(missing) candles missing") }
        if leftOut.count > 0 { parts.append("left out: \(leftOut.words)") }
        return "\(ForeignText.shown(path, limit: 300)): \(parts.joined(separator: ", "))"
    }

    /// One JSON object.
    public var json: String {
        let reasons = leftOut.reasons.filter { $0.count > 0 }
            .map { "\(ForeignText.json($0.words)):\($0.count)" }
        let range = used > 0 ? "\"first\":\"\(first)\",\"last\":\"\(last)\"," : ""
        return "{\"path\":\(ForeignText.json(path)),\"layout\":\(ForeignText.json(layout)),"
            + "\"order\":\(ForeignText.json(order.rawValue)),\"lines\":\(lines),\"used\":\(used),"
            + range + "\"missing\":\(missing),\"left_out\":{\(reasons.joined(separator: ","))}}"
    }
}
