import Foundation

/// The checkout, as text.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    /// Every Swift file under Sources.
    static let sources: [SourceText] = files(under: "Sources").filter { $0.hasSuffix(".swift") }.compactMap(SourceText.init)

    /// The folders under Sources: modules and programs.
    static let folders: [String] = Set(files(under: "Sources").compactMap { path in
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : nil
    }).sorted()

    static let manifest = read("Package.swift") ?? ""

    /// The text of a file, or `nil` where it is no text.
    static func read(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Paths of all files under a folder, sorted, without what is built, run or kept by git.
    static func files(under folder: String) -> [String] {
        let ignored: Set<String> = [".build", ".git", ".venv", "var", "entrenamientos", "__pycache__"]
        let walker = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: [.isRegularFileKey])
        var found: [String] = []
        while let url = walker?.nextObject() as? URL {
            if ignored.contains(url.lastPathComponent) {
                walker?.skipDescendants()
            } else if (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
                found.append(String(url.standardizedFileURL.path.dropFirst(root.path.count)).trimmingCharacters(in: ["/"]))
            }
        }
        return found.sorted()
    }
}
