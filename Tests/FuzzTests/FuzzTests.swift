import Testing

/// Bad input at every border: a value or a typed error, and neither crash nor hang nor growth.
///
/// Each runs in a process of its own, beside the others and all other tests, so that a crash is a failed test
/// and a minute for each costs little. One that fails says how to repeat it.
@Suite struct FuzzTests {
    @Test(arguments: FuzzProcess.borders.map { $0.name }.filter { $0 != CanaryBorder.name })
    func `bad input is told apart at`(_ border: String) async {
        let (isGood, output) = await FuzzProcess.run(border)
        let report = FuzzWatch.takeReport(border)
        print(report)
        #expect(isGood && report.contains("outcomes"), "\(report)\n\(output)")
    }

    @Test func `a planted fault is found, and told with its seed`() async {
        let (isGood, _) = await FuzzProcess.run(CanaryBorder.name)
        let report = FuzzWatch.takeReport(CanaryBorder.name)
        #expect(!isGood && report.hasPrefix("fuzz canary: repeat with STRATA_FUZZ_SEED="), "\(report)")
        #expect(report.hasSuffix("; an input crashed"), "\(report)")
    }
}
