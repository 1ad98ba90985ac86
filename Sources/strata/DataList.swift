import Datasets
import Hosting
import Stages

/// `strata data list`.
enum DataList {
    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: [], flags: ["json"], positional: 1)
        let standard = try ProcessEnvironment().data
        let list = try DatasetList(arguments.rest.first ?? standard)
        Output.say(arguments.has("json") ? list.json : list.lines.joined(separator: "\n"))
    }
}
