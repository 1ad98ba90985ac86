import Foundation

/// A pattern that lines are held against. NSRegularExpression, since Swift's own regular expressions take
/// seconds over the whole tree in a debug build.
struct Pattern: ExpressibleByStringLiteral, @unchecked Sendable {
    private let expression: NSRegularExpression?

    init(stringLiteral text: String) { expression = try? NSRegularExpression(pattern: text) }

    /// Whether the pattern is found in a line.
    func matches(_ line: String) -> Bool {
        expression?.firstMatch(in: line, range: NSRange(location: 0, length: line.utf16.count)) != nil
    }
}
