import Testing

/// Bad input at every border: a value or a typed error, and neither crash nor hang nor growth.
///
/// Each runs in a process of its own, so that a crash is a failed test. One that fails says how to repeat it.
@Suite(.serialized) struct FuzzTests {
    /// Shows what a run wrote down.
    private func tell(_ border: (some Border).Type, _ result: ExitTest.Result?) {
        let report = FuzzWatch.takeReport(border.name)
        print(report)
        if result == nil { Issue.record("\(report)") }
    }

    @Test func `frames of the bus`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(FrameBorder.self) }
        tell(FrameBorder.self, result)
    }

    @Test func `lines of recorded candles, trades and quotes`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(LineBorder.self) }
        tell(LineBorder.self, result)
    }

    @Test func `raw recordings`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(RecordingBorder.self) }
        tell(RecordingBorder.self, result)
    }

    @Test func `files of the configuration`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(ConfigurationBorder.self) }
        tell(ConfigurationBorder.self, result)
    }

    @Test func `a database of books`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(DatabaseBorder.self) }
        tell(DatabaseBorder.self, result)
    }

    @Test func `a journal of a process`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(JournalBorder.self) }
        tell(JournalBorder.self, result)
    }

    @Test func `saved state`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(StateBorder.self) }
        tell(StateBorder.self, result)
    }

    @Test func `an output journal`() async {
        let result = await #expect(processExitsWith: .success) { try Fuzz.run(OutputJournalBorder.self) }
        tell(OutputJournalBorder.self, result)
    }

    @Test func `a planted fault is found, and told with its seed`() async {
        await #expect(processExitsWith: .failure) { try Fuzz.run(CanaryBorder.self) }
        let report = FuzzWatch.takeReport(CanaryBorder.name)
        #expect(report.hasPrefix("fuzz frame: repeat with STRATA_FUZZ_SEED=") && report.hasSuffix("; an input crashed"))
    }
}
