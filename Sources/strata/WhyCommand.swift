import Configuration
import Hosting
import Market
import Messages
import Reports
import Stages

/// Tells why an order was made.
enum WhyCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "why"
    static let summary = "tells in sentences why an order was made or refused, and what it brought"
    static let usage = """
        strata why [ORDER] [options]

        Without an order it lists those of the newest run. ORDER is a signal's id or an order's name. It
        looks into the journal that the running `strata up`, or the last one, left in its state folder.

          --symbol PAIR         lists orders of this pair alone, as in BTC/USDT
          --from T, --to T      lists orders of this time, in UTC, as in 2025-05-08 or 2025-05-08T12:00
          --refused             lists those that came to nothing, with their reasons
          --last N              lists the newest N
          --full                of one order: every line of the journal behind it, with all its fields
          --json                the list or the story as JSON, with the fields
          --run-dir FOLDER      the sockets of the system that is meant
          --state FOLDER        its state folder, also one that was renamed (var/state.before-run-7)
          --journal FILE        another journal, as --journal of `strata run` writes it
          --data FOLDER         recorded data, for the lines of candles (what `strata up` played)
        \(SetupOptions.usage)

        `strata up` leaves the last five beside its journal: they are for journals of `strata run`.

        Example: strata why
        Example: strata why --symbol BTC/USDT --from 2025-05-05 --last 20
        Example: strata why BTCUSDT-svrq4o-5m --state var/state
        """

    private static let filters = ["symbol", "from", "to", "last"]
    private static let options = SetupOptions.names + filters + ["journal", "state", "run-dir", "data"]

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: options, flags: ["json", "full", "refused"], positional: 1)
        try check(arguments)
        let filter = try filter(arguments)
        var searched: [String] = []
        for (path, journal) in try places(arguments) {
            let report = try report(path, journal, arguments)
            guard let order = arguments.rest.first else {
                return Output.say(report.list(filter, asJSON: arguments.has("json")))
            }
            if let story = report.story(of: order, form(arguments)) { return Output.say(story) }
            searched.append(report.searched(for: order))
        }
        throw .data(
            "no order \(ForeignText.quoted(arguments.rest.first ?? "")) in "
                + "\(searched.joined(separator: ", nor in ")). "
                + "Without an order, `strata why` lists them")
    }

    /// What is given and would change nothing is a mistake.
    private static func check(_ arguments: Arguments) throws(HostError) {
        let listing = filters.filter { arguments[$0] != nil } + (arguments.has("refused") ? ["refused"] : [])
        if arguments.rest.isEmpty {
            guard !arguments.has("full") else { throw .usage("--full tells all of one order: name it") }
        } else if let option = listing.first {
            throw .usage("--\(option) is for the list: leave it out, or the order")
        }
        guard !arguments.has("full") || !arguments.has("json") else {
            throw .usage("--json has all fields by itself: leave --full out")
        }
    }

    private static func form(_ arguments: Arguments) -> WhyReport.Form {
        arguments.has("json") ? .json : arguments.has("full") ? .full : .text
    }

    private static func filter(_ arguments: Arguments) throws(HostError) -> WhyFilter {
        var filter = WhyFilter()
        filter.pair = arguments["symbol"] ?? ""
        filter.from = try RecordedData.moment(arguments["from"] ?? "", "--from", .zero)
        filter.to = try RecordedData.moment(arguments["to"] ?? "", "--to", .never)
        filter.isRefusedOnly = arguments.has("refused")
        if let text = arguments["last"] {
            guard let count = Int(text), count > 0 else {
                throw .usage("--last is \(ForeignText.quoted(text)); expected a whole number from 1")
            }
            filter.last = count
        }
        return filter
    }

    private static func report(
        _ path: String, _ journal: RunJournal?, _ arguments: Arguments
    ) throws(HostError) -> WhyReport {
        let told = try JournalReader.readAll(path, mayGrow: journal != nil)
        var environment = try SetupOptions.environment(arguments, of: journal)
        if let data = arguments["data"] { environment.data = data }
        return WhyReport(told, facts: WhyFacts(journal, environment, told))
    }

    /// The journals to look through, in order.
    private static func places(
        _ arguments: Arguments
    ) throws(HostError) -> [(path: String, journal: RunJournal?)] {
        if let path = arguments["journal"] { return [(path, nil)] }
        return try journals(arguments).map { ($0.path, $0) }
    }

    /// The journals of the system that is meant, the newest run first.
    private static func journals(_ arguments: Arguments) throws(HostError) -> [RunJournal] {
        if let state = arguments["state"] { return try expect(RunJournal.all(inState: state), in: state) }
        let running = try RunJournal.all(inRunDirectory: arguments["run-dir"])
        if !running.isEmpty { return running }
        if let folder = arguments["run-dir"] { return try expect([], in: folder) }
        let state = try SetupOptions.environment(arguments).stateDirectory
        return try expect(RunJournal.all(inState: state), in: state)
    }

    private static func expect(_ found: [RunJournal], in folder: String) throws(HostError) -> [RunJournal] {
        guard found.isEmpty else { return found }
        throw .data(
            "\(folder) tells of no run: expected what `strata up` leaves; --state names its state folder, "
                + "--run-dir the folder of its sockets, and --journal an output journal")
    }
}
