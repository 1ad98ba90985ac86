import CBenchPeer
import Configuration
import Exchanges
import Hosting
import Market
import Stages
import Storage

/// Recorded candles from the disk to events in their order: unpacked, looked through, read and merged.
enum LoadBench {
    private static let rateGoal = 1_000_000.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "Loading recorded candles, a CPU second of one thread")
        let settings = try SampleEvents.settings(.klines)
        let packed = "samples/\(SampleEvents.Kind.klines.rawValue)"
        let folder = try ScratchFolder()
        for symbol in settings.instruments.symbols { try unpack(symbol, settings, packed, folder) }
        var (gzip, plain): ([Double], [Double]) = ([], [])
        var count = 0
        for _ in 0..<options.pairs {
            let run = try load(packed, settings)
            count = run.count
            gzip.append(run.rate)
            plain.append(try load(folder.path, settings).rate)
        }
        section.add("candles from .csv.gz", Figures.median(gzip), "candles/s", .atLeast(rateGoal))
        section.add("candles from .csv", Figures.median(plain), "candles/s", .atLeast(rateGoal))
        section.notes = ["\(count) candles a run, files in the page cache; medians of \(gzip.count) runs."]
        return section
    }

    private static func unpack(
        _ symbol: SymbolID, _ settings: Settings, _ packed: String, _ folder: borrowing ScratchFolder
    ) throws(HostError) {
        let instrument = settings.instruments[symbol]
        for path in DataFolder(packed).files(.klines(.m1), of: instrument) {
            var text = ""
            do throws(StorageError) {
                let reader = try LineReader(path)
                while let line = reader.next() { text += String(decoding: line, as: UTF8.self) + "\n" }
            } catch { throw .data("\(error)") }
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            try folder.write(text, to: name.hasSuffix(".gz") ? String(name.dropLast(3)) : name)
        }
    }

    private static func load(
        _ folder: String, _ settings: Settings
    ) throws(HostError) -> (count: Int, rate: Double) {
        var meter = strata_bench_meter()
        strata_bench_meter_start(&meter)
        var source = try RecordedData.open(folder, settings)
        var event = MarketEvent.none
        var count = 0
        do throws(StorageError) {
            while try source.next(into: &event) { count += 1 }
        } catch { throw .data("\(error)") }
        strata_bench_meter_stop(&meter)
        return (count, Double(count) * 1e9 / Double(meter.cpu))
    }
}
