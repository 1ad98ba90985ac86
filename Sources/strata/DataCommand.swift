import Hosting
import Market
import Stages

/// Fetches, checks, lists and converts recorded data.
enum DataCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "data"
    static let summary = "downloads, checks, lists and converts recorded data"
    static let usage = """
        strata data download --from T --out FOLDER [options]
        strata data check FOLDER [--against binance] [options]
        strata data list [FOLDER] [--json]
        strata data convert FROM TO [--force]

        download fetches by HTTP, without a key, what --data FOLDER reads then. It goes on where it was
        stopped: type the same again.

          --symbols A,B         pairs, as BTC/USDT or BTCUSDT (those of the safe list)
          --kind KIND           klines (the default), trades (aggregate ones), or funding (futures)
          --interval LENGTH     of candles: 1m (the default), 5m, 15m, 1h, 4h, 1d
          --from T, --to T      from when on, and up to when, in UTC, as in 2025-05-08; without --to up to
                                the last midnight
          --out FOLDER          where the files are put
          --market KIND         spot or um; as strata.json says where it is left out
          --network NET         mainnet (the default) or testnet
          --base-url URL        another address, as that of exchange-sim
          --json                at the end one JSON object

        check reads each file in full and counts gaps, doubled lines, lines out of order, what can't be
        read, and candles without a trade; the exit code is 1 where something is wrong.

          --against binance     compares candles and aggregate trades with the exchange's; goes with
                                --network, --base-url, and --market (um) where no folder tells it
          --json                one JSON object

        convert copies a file of recorded data to another form, which the ending of TO tells: .csv,
        .csv.gz or .parquet (for that: deploy/setup.sh --training).

          --force               writes over TO

        Example: strata data download --symbols BTC/USDT --from 2025-05-01 --to 2025-06-01 --out data
        Example: strata data check samples
        """

    static func run(_ words: [String]) throws(HostError) {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "download": try DataDownload.run(rest)
        case "check": try DataCheck.run(rest)
        case "list": try DataList.run(rest)
        case "convert": try DataConvert.run(rest)
        case let other:
            let found = other.map { "there is no data command \(ForeignText.quoted($0)): " } ?? ""
            throw .usage("\(found)say what to do with data: download, check, list or convert")
        }
    }
}
