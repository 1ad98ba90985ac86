/// Where the columns of one file stand, and how it writes its times: plain figures, for every line needs it.
struct CSVLayout: BitwiseCopyable, Sendable {
    let separator: UInt8
    /// Columns of each line.
    let columns: Int
    let hasHeader: Bool
    private var places: [17 of Int8] = .init(repeating: -1)
    private var forms: [17 of UInt8] = .init(repeating: .max)

    init(separator: UInt8, columns: Int, hasHeader: Bool, places found: [(CSVField, Int)]) {
        self.separator = separator
        self.columns = columns
        self.hasHeader = hasHeader
        for (field, place) in found { places[Int(field.rawValue)] = Int8(place) }
    }

    /// The place of a column from 0; -1 where the file has none.
    func place(_ field: CSVField) -> Int { Int(places[Int(field.rawValue)]) }

    func has(_ field: CSVField) -> Bool { place(field) >= 0 }

    /// How a column writes its times; `nil` before the first line of data.
    func form(_ field: CSVField) -> TimeForm? { TimeForm(rawValue: forms[Int(field.rawValue)]) }

    mutating func settle(_ form: TimeForm, of field: CSVField) {
        forms[Int(field.rawValue)] = form.rawValue
    }

    /// The layout for people: "12 columns with a header, times in ms".
    var words: String {
        let times = form(.time).map { ", times in \($0)" } ?? ""
        let between: String
        switch separator {
        case 9: between = " between tabs"
        case UInt8(ascii: ";"): between = " between semicolons"
        case UInt8(ascii: "|"): between = " between bars"
        default: between = ""
        }
        return "\(columns) columns\(between) \(hasHeader ? "with" : "without") a header\(times)"
    }
}
