import Foundation

/// A CSV file beside the tests, read by column; an empty field is `nil`.
struct GoldenTable {
    private let columns: [String: Int]
    let rows: [[Double?]]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        columns = Dictionary(uniqueKeysWithValues: lines[0].enumerated().map { (String($1), $0) })
        rows = lines.dropFirst().map { $0.map { Double($0) } }
    }

    func value(_ column: String, _ row: Int) -> Double? { rows[row][columns[column]!] }
}
