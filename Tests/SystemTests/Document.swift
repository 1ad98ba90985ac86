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
    func block(_ language: String) -> [String] { parts(language).flatMap { $0 } }

    /// Each block in a language, as a text that ends with a new line.
    func blocks(_ language: String) -> [String] {
        parts(language).map { $0.joined(separator: "\n") + "\n" }
    }

    private func parts(_ language: String) -> [[String]] {
        var found: [[String]] = []
        var isInside = false
        for line in lines {
            if line.hasPrefix("```") {
                isInside = line == "```" + language
                if isInside { found.append([]) }
            } else if isInside {
                found[found.count - 1].append(line)
            }
        }
        return found
    }
}
