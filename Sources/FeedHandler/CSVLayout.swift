/// Where the columns of one file stand, and how it writes its times.
struct CSVLayout: Sendable {
    let separator: UInt8
    /// Columns of each line.
    let columns: Int
    let hasHeader: Bool
    private var places: [17 of Int8] = .init(repeating: -1)
    private var forms: [17 of UInt8] = .init(repeating: .max)
    /// The columns' names, for error texts: the file's own where it has a header.
    private let names: [String]

    init(separator: UInt8, columns: Int, hasHeader: Bool, places found: [(CSVField, Int)], names: [String]) {
        self.separator = separator
        self.columns = columns
        self.hasHeader = hasHeader
        self.names = names
        for (field, place) in found { places[Int(field.rawValue)] = Int8(place) }
    }

    /// The place of a column from 0; -1 where the file has none.
    func place(_ field: CSVField) -> Int { Int(places[Int(field.rawValue)]) }

    func has(_ field: CSVField) -> Bool { place(field) >= 0 }

    /// How a column writes its times; `nil` before the first line of data.
    func form(_ field: CSVField) -> TimeForm? {
        let index = Int(forms[Int(field.rawValue)])
        return index < TimeForm.allCases.count ? TimeForm.allCases[index] : nil
    }

    mutating func settle(_ form: TimeForm, of field: CSVField) {
        forms[Int(field.rawValue)] = UInt8(TimeForm.allCases.firstIndex(of: form) ?? .max)
    }

    func name(_ field: CSVField) -> String {
        let place = place(field)
        return names.indices.contains(place) ? names[place] : "\(field)"
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
