import Glibc
import Market

/// A folder of recorded data: finds a symbol's files in it and opens them as one source.
public struct DataFolder: Sendable {
    /// Path of the folder.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// The files of one kind and symbol, by name. The first of these places that has one counts: the
    /// folder itself, the kind's folder in it, the market's in that, and each time the symbol's own; then the
    /// tree of the exchange's public dumps.
    public func files(_ kind: DataKind, of instrument: Instrument) -> [String] {
        let market = instrument.market == .spot ? "spot" : "um"
        let symbol = instrument.exchangeName
        for place in [
            path, "\(path)/\(kind.folder)", "\(path)/\(market)", "\(path)/\(kind.folder)/\(market)",
        ] {
            for (folder, isOwn) in [(place, false), ("\(place)/\(symbol)", true)] {
                let found = FolderNames.all(in: folder)
                    .filter { kind.matches($0, of: symbol, inOwnFolder: isOwn) }
                if !found.isEmpty { return found.sorted().map { "\(folder)/\($0)" } }
            }
        }
        return dumps(kind, of: instrument)
    }

    /// The files where the exchange's public dumps have them, months and days joined:
    /// "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", with or without "data/" before.
    private func dumps(_ kind: DataKind, of instrument: Instrument) -> [String] {
        let market = instrument.market == .spot ? "spot" : "futures/um"
        let symbol = instrument.exchangeName
        for root in ["\(path)/\(market)", "\(path)/data/\(market)"] {
            var found: [String] = []
            for period in ["monthly", "daily"] {
                let (own, place): (String, String)
                if case .klines(let length) = kind {
                    (own, place) = ("\(length.name)", "\(root)/\(period)/klines/\(symbol)/")
                } else {
                    (own, place) = ("", "\(root)/\(period)/\(kind.word)/\(symbol)")
                }
                let names = FolderNames.all(in: place + own)
                    .filter { kind.matches($0, of: symbol, inOwnFolder: false) }
                found += names.sorted().map { "\(place)\(own)/\($0)" }
            }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// All kinds of all instruments as one source. An instrument without any file is an error.
    public func source(
        _ kinds: [DataKind], of instruments: InstrumentTable, window: TimeWindow = .everything
    ) throws(StorageError) -> any EventSource {
        var sources: [any EventSource] = []
        for symbol in instruments.symbols {
            let before = sources.count
            for kind in kinds {
                let files = files(kind, of: instruments[symbol])
                guard !files.isEmpty else { continue }
                sources.append(try Self.open(files, kind, symbol, instruments))
            }
            guard sources.count > before else {
                let name = instruments[symbol].exchangeName
                throw .noData(
                    folder: path, symbol: name, expected: Self.example(kinds.first ?? .klines(.m1), name))
            }
        }
        let merged = MergedSource(sources, tellingEnds: true)
        return window == .everything ? merged : WindowedSource(merged, window)
    }

    /// The files of one symbol and kind as one source.
    public static func open(
        _ files: [String], _ kind: DataKind, _ symbol: SymbolID, _ instruments: InstrumentTable
    ) throws(StorageError) -> any EventSource {
        switch kind {
        case .klines(let interval):
            try CSVSource(files, parser: .klines(symbol: symbol, instruments[symbol], interval))
        case .trades: try CSVSource(files, parser: .trades(symbol: symbol))
        case .aggTrades: try CSVSource(files, parser: .aggTrades(symbol: symbol))
        case .bookTicker: try CSVSource(files, parser: .bookTickers(symbol: symbol))
        case .recordings: try RecordingSource(files, instruments: instruments, symbol: symbol)
        }
    }

    private static func example(_ kind: DataKind, _ symbol: String) -> String {
        kind == .recordings ? "\(symbol).jsonl.gz" : "\(symbol)-\(kind.word).csv.gz"
    }
}
