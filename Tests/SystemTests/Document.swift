import Foundation
import Testing

/// A Markdown file of the repository.
struct Document {
    let path: String
    private let lines: [String]

    init(_ path: String) throws {
        self.path = path
        lines = try String(contentsOfFile: "\(DeployTests.root)/\(path)", encoding: .utf8)
            .components(separatedBy: "\n")
    }

    /// The lines of the blocks that are marked as `sh`, without comments.
    var commands: [String] {
        block("sh").compactMap { line in
            let command = line.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
            return command.isEmpty || command.hasPrefix("#") ? nil : command
        }
    }

    /// The lines of all blocks in a language.
    func block(_ language: String) -> [String] {
        var isInside = false
        var found: [String] = []
        for line in lines {
            if line.hasPrefix("```") {
                isInside = line == "```" + language
            } else if isInside {
                found.append(line)
            }
        }
        return found
    }
}
