import Hosting
import Messages

/// Tells why an order was made.
enum WhyCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "why"
    static let summary = "tells why an order was made, from fill back to market data"
    static let usage = """
        strata why [ORDER] [options]

        Without an order it lists those of the newest run. ORDER is a signal's id or an order's name. It
        looks into the journal that the running `strata up`, or the last one, left in its state folder.

          --run-dir FOLDER      the sockets of the system that is meant
          --state FOLDER        its state folder, also one that was renamed (var/state.before-run-7)
          --journal FILE        another journal, as --journal of `strata run` writes it
          --data FOLDER         recorded data, for the lines of candles (what `strata up` played)
        \(SetupOptions.usage)

        `strata up` leaves the last five beside its journal: they are for journals of `strata run`.

        Example: strata why
        Example: strata why BTCUSDT-svrq4o-5m --state var/state
        """

    private static let options = SetupOptions.names + ["journal", "state", "run-dir", "data"]

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: options, flags: [], positional: 1)
        if let path = arguments["journal"] {
            guard let text = try tell(path, nil, arguments) else { throw missing(in: path, arguments) }
            return Output.say(text)
        }
        let found = try journals(arguments)
        for journal in found {
            if let text = try tell(journal.path, journal, arguments) { return Output.say(text) }
        }
        throw missing(in: found.map(\.path).joined(separator: ", "), arguments)
    }

    private static func missing(in place: String, _ arguments: Arguments) -> HostError {
        let order = arguments.rest.first ?? ""
        return .data("\(place) has no order \"\(order)\"; without one, `strata why` lists them")
    }

    /// The list, or an order's story; `nil` where the journal has no such order.
    private static func tell(
        _ path: String, _ journal: RunJournal?, _ arguments: Arguments
    ) throws(HostError) -> String? {
        let (entries, hash) = try JournalReader.readAll(path, mayGrow: journal != nil)
        guard let order = arguments.rest.first else { return WhyReport(entries).list() }
        var environment = try SetupOptions.environment(arguments, of: journal)
        if let data = arguments["data"] { environment.data = data }
        return WhyReport(entries, facts: WhyFacts(journal, environment, hash: hash)).story(of: order)
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
