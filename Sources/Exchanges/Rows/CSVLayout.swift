/// Where the columns of one file stand, and how it writes its times: plain figures, for every line needs it.
struct CSVLayout: BitwiseCopyable, Sendable {
    let separator: UInt8
    /// Columns of each line.
    let columns: Int
    let hasHeader: Bool
    /// Of a file whose layout was not found yet.
    static let none = CSVLayout(separator: UInt8(ascii: ","), columns: 0, hasHeader: false, places: [])

    var isNone: Bool { columns == 0 }

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

    /// Notes the form of a column's times when it is first seen; `nil` where the text is none.
    mutating func settle(_ field: CSVField, by text: UnsafeRawBufferPointer) -> TimeForm? {
        guard let form = TimeForm.found(in: text) else { return nil }
        forms[Int(field.rawValue)] = form.rawValue
        return form
    }

    /// The layout for people: "12 columns with a header, times in ms".
    var words: String {
        guard !isNone else { return "no line" }
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
