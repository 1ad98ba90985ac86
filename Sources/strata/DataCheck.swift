import Datasets
import Control
import Hosting
import Market
import Stages

/// `strata data check`.
enum DataCheck {
    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: ["against"] + DataPlace.options, flags: ["json"], positional: 1)
        guard let folder = arguments.rest.first else {
            throw .usage("name a folder of recorded data, as in: strata data check samples")
        }
        let place = try place(arguments)
        var check = try DatasetCheck(folder)
        if let place {
            try check.compare(with: place.place, market: place.market) { Output.complain($0) }
        }
        Output.say(arguments.has("json") ? check.json : text(check))
        guard check.isWell else { throw .data(check.verdict) }
    }

    private static func text(_ check: DatasetCheck) -> String {
        let problems = check.problems(limit: 20).map { "problem  \($0)" }
        let notes = check.notes.map { "note     \($0)" }
        let end = check.isWell ? ["All is well."] : []
        return (check.table + problems + notes + end).joined(separator: "\n")
    }

    private static func place(_ arguments: Arguments) throws(HostError) -> DataPlace? {
        guard let exchange = arguments["against"] else {
            if let option = DataPlace.options.first(where: { arguments[$0] != nil }) {
                throw .usage("--\(option) goes with --against binance")
            }
            return nil
        }
        guard exchange == "binance" else {
            throw .usage("--against is \(ForeignText.quoted(exchange)); expected binance")
        }
        return try DataPlace(arguments) { .um }
    }
}
