import Datasets
import Hosting
import Stages

/// `strata data convert`.
enum DataConvert {
    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: [], flags: ["force", "json"], positional: 2)
        guard arguments.rest.count == 2 else {
            throw .usage(
                "name a file and what it becomes, as in: strata data convert a-1m.csv a-1m.csv.gz")
        }
        let conversion = try Conversion(
            arguments.rest[0], to: arguments.rest[1], isForced: arguments.has("force"))
        Output.say(try conversion.run(asJSON: arguments.has("json")))
    }
}
