import BinanceFeed
import Control
import Datasets
import Files
import Hosting
import Market
import Messages
import Stages

/// `strata data download`.
enum DataDownload {
    private static let options =
        ["symbols", "kind", "interval", "from", "to", "out"] + DataPlace.options

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: options, flags: ["json"])
        let order = try order(arguments)
        let line = MovingLine()
        let json = arguments.has("json")
        var files: [String] = []
        let download = try Download(order) { news in
            switch news {
            case .progress(let text): line.draw(text)
            case .notice(let text):
                line.clear()
                Output.complain(text)
            case .file(let text):
                line.clear()
                if json { files.append(text) } else { Output.say(text) }
            }
        }
        let isWhole: Bool
        do throws(HostError) { isWhole = try download.run() } catch {
            line.clear()
            throw error
        }
        line.clear()
        guard isWhole else {
            throw .failed("stopped; to go on, type: \(again(arguments, order, to: download.to))")
        }
        tell(download, files, json: json)
    }

    private static func tell(_ download: Download, _ files: [String], json: Bool) {
        if json {
            let list = files.map(ForeignText.json).joined(separator: ",")
            Output.say("{\"ok\":true,\"rows\":\(download.rows),\"files\":[\(list)]}")
        } else {
            let (files, rows) = (download.files, download.rows)
            Output.say("All is there: fetched \(rows) rows, \(files) new file\(files == 1 ? "" : "s").")
        }
    }

    private static func order(_ arguments: Arguments) throws(HostError) -> DownloadOrder {
        guard let folder = arguments["out"], !folder.isEmpty else {
            throw .usage("--out names no folder; expected one, as in --out data")
        }
        guard let from = arguments["from"] else {
            throw .usage("--from is missing; expected when to begin, as in --from 2025-05-01")
        }
        let start = try RecordedData.moment(from, "--from", .zero)
        let to = try arguments["to"].map { (text) throws(HostError) in
            try RecordedData.moment(text, "--to", .never)
        }
        for (time, option) in [(start, "--from"), (to ?? start, "--to")]
        where time != time.floor(to: .seconds(1)) {
            throw .usage("\(option) is \(time); expected a whole second")
        }
        guard to.map({ start < $0 }) ?? true else {
            throw .usage(
                "--from \(from) is not before --to \(arguments["to"] ?? ""); expected an earlier time")
        }
        let place = try DataPlace(arguments) { () throws(HostError) in try settings().settings.market }
        return DownloadOrder(
            try names(arguments["symbols"]), try kind(arguments, place.market), place.market,
            at: place.place.addresses(of: place.market), from: start, to: to, into: folder)
    }

    private static func settings() throws(HostError) -> ProcessSetup {
        var environment = try ProcessEnvironment()
        if let told = environment.findConfiguration() { Output.note(told) }
        return try SetupLoader.load(environment)
    }

    private static func names(_ text: String?) throws(HostError) -> [String] {
        guard let text else { return try settings().settings.instruments.instruments.map(\.exchangeName) }
        let names = text.split(separator: ",").map { part in
            part.filter { $0 != "/" && $0 != " " }.uppercased()
        }
        guard !names.isEmpty, names.allSatisfy({ name in isName(name) }) else {
            throw .usage(
                "--symbols is \(ForeignText.quoted(text)); expected pairs as in BTC/USDT,ETH/USDT")
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// Whether it can be a pair of the exchange, and a part of a file's name.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.count <= 20 && name.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x80 ? scalar.properties.isAlphabetic : scalar.properties.numericType != nil
                || ("A"..."Z").contains(scalar)
        }
    }

    private static func kind(_ arguments: Arguments, _ market: MarketKind) throws(HostError) -> HistoryKind {
        let word = arguments["kind"] ?? "klines"
        guard word == "klines" || arguments["interval"] == nil else {
            throw .usage("--interval goes with --kind klines")
        }
        switch word {
        case "klines":
            let text = arguments["interval"] ?? "1m"
            guard let length = Timeframe.allCases.first(where: { $0.name == text }) else {
                let known = Timeframe.allCases.map(\.name).joined(separator: ", ")
                throw .usage("--interval is \(ForeignText.quoted(text)); expected one of \(known)")
            }
            return .candles(length)
        case "trades": return .trades
        case "funding":
            guard market == .um else { throw .usage("--kind funding is of futures: give --market um") }
            return .funding
        default: throw .usage("--kind is \(ForeignText.quoted(word)); expected klines, trades or funding")
        }
    }

    /// The command that goes on, with the times as they are now: midnight may pass before it is typed.
    private static func again(_ arguments: Arguments, _ order: DownloadOrder, to end: Timestamp) -> String {
        let known = ["symbols", "kind", "interval", "market", "network", "base-url"]
        var words = ["strata data download"]
        for name in known { if let value = arguments[name] { words.append("--\(name) \(quoted(value))") } }
        words.append("--from \(quoted(arguments["from"] ?? ""))")
        if let to = arguments["to"] {
            words.append("--to \(quoted(to))")
        } else if end != .never {
            words.append("--to \(end.description.prefix(19))")
        }
        return (words + ["--out \(quoted(order.folder))"]).joined(separator: " ")
    }

    /// As a shell reads it.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
                || "-_./:,+@%".unicodeScalars.contains($0)
        }
        return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
