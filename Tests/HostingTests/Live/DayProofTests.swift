import Foundation
import Market
import TestSupport
import Testing

@testable import Hosting

@Suite struct DayProofTests {
    private static let proof = DayProof(
        build: 0xAB_CDEF, seeds: 1...1000, ended: Timestamp(milliseconds: 1_746_662_400_123))

    @Test func `a mark is read as it was written, and not otherwise`() {
        let text = Self.proof.text
        #expect(text == "strata-proof 1\nbuild 0000000000abcdef\nseeds 1..1000\ndays 1000\nended 2025-05-08T00:00:00.123Z\nresult held\n")
        #expect(DayProof(text) == Self.proof)
        for (old, new) in [
            ("proof 1", "proof 2"), ("build 0", "build "), ("days 1000", "days 10000"), ("1..1000", "1..2000"), ("held", "broke"),
            ("held\n", "held"), ("\nseeds", "\n\nseeds"), ("Z", "+00:00"), ("1..1000", "1000..1"), ("build", "Build"),
        ] {
            #expect(DayProof(text.replacing(old, with: new)) == nil, "\(old) as \(new)")
        }
        for cut in 0..<text.count { #expect(DayProof(String(text.prefix(cut))) == nil, "\(cut)") }
        #expect(DayProof(text + text) == nil)
    }

    @Test(arguments: [("1..1000", 1...1000), ("7", 7...7), ("0..0", 0...0)] as [(String, ClosedRange<UInt64>)])
    func `seeds are a range or one`(text: String, seeds: ClosedRange<UInt64>) { #expect(DayProof.seeds(text) == seeds) }

    @Test(arguments: ["", "1..", "..2", "2..1", "1.2", "1...2", "a..b", "-1", "1..99999999999999999999"])
    func `anything else is none`(text: String) { #expect(DayProof.seeds(text) == nil) }

    @Test func `a mark lies beside the state folder, for this user alone`() throws {
        let folder = TemporaryFolder()
        let state = "\(folder.path)/var/state"
        guard case .nothing(let none) = ProofFile.read(state) else { return #expect(Bool(false)) }
        #expect(none.contains("no simulated days were played"))
        let written = try ProofFile.write(5, 3...9, state)
        #expect(written.days == 7 && ProofFile.read(state) == .proof(written))
        let path = ProofFile.path(state)
        #expect(path.hasSuffix("/var/proved-days"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        guard case .nothing(let open) = ProofFile.read(state) else { return #expect(Bool(false)) }
        #expect(open.contains("mode 0644") && open.contains("strata doctor --prove"))
        try ProofFile.remove(state)
        try ProofFile.remove(state)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a build of several programs is another where one of them is`() throws {
        let folder = TemporaryFolder()
        let name = "\(folder.path)/executor"
        let none = ProgramSet.build(in: folder.path)
        _ = FileManager.default.createFile(atPath: name, contents: Data("one".utf8))
        let one = ProgramSet.build(in: folder.path)
        _ = FileManager.default.createFile(atPath: name, contents: Data("another".utf8))
        #expect(Set([none, one, ProgramSet.build(in: folder.path)]).count == 3)
        #expect(ProgramSet.build() == ProgramSet.build() && ProgramSet.build() != none)
    }
}
