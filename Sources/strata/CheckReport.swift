import Configuration
import Hosting
import Market

/// What `strata check` found, for people and as JSON.
struct CheckReport {
    let environment: ProcessEnvironment
    let setup: ProcessSetup
    let survey: DataSurvey
    /// What a run that goes on with a state folder has to know.
    var kept: [String] = []

    /// What is not as a person may think, and no fault.
    var notes: [String] {
        let found = Tradability(setup.settings, survey)
        return kept + SignalSources.notes(setup.settings) + StartLines.notTrading(setup.settings)
            + found.lines
            + InertKeys.set(in: setup.settings).map { "\($0.key): read, no effect yet: \($0.why)" }
    }

    /// The lines for people; the last says whether a run may begin.
    var lines: [String] {
        let settings = setup.settings
        let notes = notes
        let head = [
            "safe list    \(environment.safeList): \(settings.symbols.count) active pairs",
            "instruments  \(environment.instruments): filters for each",
            "profile      \(settings.profile), market \(settings.market), capital \(settings.capital) USDT",
            "hashes       cfg \(String(setup.configurationHash, radix: 16)), "
                + "ins \(String(setup.instrumentHash, radix: 16))",
        ]
        let data = survey.report.files.map { "data         \($0.words)" }
        let problems = survey.problems(limit: 100).map { "problem      \($0)" }
        let isPlain = notes.isEmpty && problems.isEmpty && survey.report.lastLine == nil
        let end = isPlain ? "All is well." : "All else is well."
        return head + data + problems + notes.map { "note         \($0)" }
            + (survey.report.leftOut.faults > 0 ? [] : [survey.report.lastLine, end].compactMap { $0 })
    }

    /// One JSON object; `ok` is whether a run would use all that it is given.
    var json: String {
        let settings = setup.settings
        let parts = [
            "\"ok\":\(survey.report.leftOut.faults == 0)", "\"notes\":\(Self.list(notes))",
            "\"problems\":\(Self.list(survey.problems(limit: 100)))",
            "\"pairs\":\(settings.symbols.count)",
            "\"profile\":\(ForeignText.json("\(settings.profile)"))",
            "\"cfg\":\"\(String(setup.configurationHash, radix: 16))\"",
            "\"ins\":\"\(String(setup.instrumentHash, radix: 16))\"",
            "\"data\":\"\(String(RecordedData.hash(environment.data, settings), radix: 16))\"",
            "\"files\":[\(survey.report.files.map(\.json).joined(separator: ","))]",
        ]
        return "{\(parts.joined(separator: ","))}"
    }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map(ForeignText.json).joined(separator: ","))]"
    }
}
