import Foundation
import L2Tactic
import Testing

/// The page about a new strategy, done as it says to a copy of the sources that know the strategies.
@Suite(.timeLimit(.minutes(5))) struct StrategyPageTests {
    /// The module that the page changes: what stands below is taken as it is built.
    private static let module = "L2Tactic"

    @Test func `the page's strategy compiles, and its lines are all that the compiler asks for`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let place = URL(filePath: "\(scratch.path)/Sources/\(Self.module)")
        let files = FileManager.default
        try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try files.copyItem(at: URL(filePath: "\(DeployTests.root)/Sources/\(Self.module)"), to: place)
        let page = try Document("docs/howto/add-a-strategy.md")
        let code = try #require(page.blocks("swift").first)
        let name = try #require(code.firstMatch(of: #/struct (\w+): Strategy/#).map { String($0.1) })
        try scratch.write("Sources/L2Tactic/Strategies/\(name).swift", code)
        for (number, change) in page.blocks("diff").enumerated() {
            try scratch.write("change.diff", change)
            let applied = try run("/usr/bin/env", "git", "apply", "change.diff", in: scratch.path)
            #expect(applied.status == 0, "change \(number + 1) of the page: \(applied.output)")
        }
        try Self.compile(Self.module, in: scratch, ["-typecheck"])
    }

    /// Compiles a module of the copy by itself, warnings as errors, as Package.swift does.
    private static func compile(_ module: String, in scratch: Scratch, _ words: [String]) throws {
        let sources = try FileManager.default.subpathsOfDirectory(atPath: "\(scratch.path)/Sources/\(module)")
            .filter { $0.hasSuffix(".swift") }.map { "Sources/\(module)/\($0)" }
        let shipped = "\(DeployTests.root)/Sources"
        let libraries = try FileManager.default.contentsOfDirectory(atPath: shipped)
            .filter { FileManager.default.fileExists(atPath: "\(shipped)/\($0)/module.modulemap") }
            .flatMap { ["-I", "\(shipped)/\($0)"] }
        let flags = [
            "-swift-version", "6", "-warnings-as-errors", "-enable-upcoming-feature", "ExistentialAny",
            "-parse-as-library", "-package-name", "strata", "-module-name", module, "-I", ".", "-I", "\(Programs.folder)/Modules",
        ]
        let outcome = try run(
            "/usr/bin/env", ["swiftc"] + flags + libraries + words + sources, in: scratch.path)
        #expect(outcome.status == 0, "\(module): \(outcome.output)")
    }
}
