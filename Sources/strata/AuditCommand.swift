import Hosting
import Journals
import Market
import Stages

/// Shows that what was written down is what happened.
enum AuditCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "audit"
    static let summary = "verifies that no record of a journal was changed, and makes decisions again from it"
    static let usage = """
        strata audit verify PATH [--json]
        strata audit replay --process NAME [--instance N] [--state FOLDER] [--json] [options]

        PATH is an output journal, as --journal writes it, a folder with a process's journal, or a state
        folder with several. Each record is chained to the one before by SHA-256: the first that does not
        fit is named, and the exit code is 1. Noting down the newest hash shows later that nothing was
        taken off the end.

          --json     one JSON object a journal

        replay gives a process what its journal says that it handled, and compares what it says now with what
        it said then. It takes the build of that run; its settings `strata up` left in the state folder.

          --process NAME        feed-handler, l4-meta, l3-strategy, l2-tactic, l1-operational, risk-manager or
                                executor
          --instance N          which instance of it (0)
          --state FOLDER        the run's state folder (var/state)
          --plan FILE           as the run had it, where `strata up` did not start it
          --l2-instances G;G    as the run had them, where `strata up` did not start it
        \(SetupOptions.usage)

        Example: strata audit verify var/journal.jsonl
        Example: strata audit replay --process l2-tactic
        """

    static func run(_ words: [String]) throws(HostError) {
        switch words.first {
        case "verify": try verify(Array(words.dropFirst()))
        case "replay": try AuditReplay.run(Array(words.dropFirst()))
        default: throw .usage("say what to do, as in: strata audit verify var/journal.jsonl")
        }
    }

    private static func verify(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: [], flags: ["json"], positional: 1)
        guard let path = arguments.rest.first else {
            throw .usage("name a journal, as in: strata audit verify var/journal.jsonl")
        }
        let findings = try JournalAudit.verify(path)
        Output.say(findings.map(arguments.has("json") ? json : text).joined(separator: "\n"))
        let damaged = findings.count { $0.damage != nil }
        guard damaged == 0 else {
            throw .data("\(damaged) of \(findings.count) journals not whole, see above")
        }
    }

    private static func text(_ finding: JournalAudit.Finding) -> String {
        if let damage = finding.damage { return "DAMAGED \(damage)" }
        let earlier = finding.first > 1 ? ", the \(finding.first - 1) before were rotated out" : ""
        let files = finding.files == 1 ? "" : " in \(finding.files) files"
        return "OK \(finding.path): \(finding.count) \(finding.unit)\(files)\(earlier); "
            + "newest hash \(finding.head)"
    }

    private static func json(_ finding: JournalAudit.Finding) -> String {
        let start = "{\"path\":\(ForeignText.json(finding.path)),\"ok\":\(finding.damage == nil)"
        if let damage = finding.damage { return "\(start),\"damage\":\(ForeignText.json(damage))}" }
        return "\(start),\"\(finding.unit)\":\(finding.count),\"first\":\(finding.first),"
            + "\"files\":\(finding.files),\"head\":\"\(finding.head)\"}"
    }
}
