import Testing

/// What the process does that `FuzzProcess` starts; nothing elsewhere.
@Suite struct FuzzWorker {
    @Test(.enabled(if: FuzzProcess.border != nil)) func `fuzzes a border`() throws {
        let type = try #require(FuzzProcess.borders.first { $0.name == FuzzProcess.border })
        try Fuzz.run(type)
        #expect(Fuzz.hasRun)
    }
}
