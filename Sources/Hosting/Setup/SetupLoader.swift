import Configuration
import Engine
import Files
import L2Tactic
import Market
import Messages
import Stages

/// Reads the files that a run is configured by.
public enum SetupLoader {
    /// The setup of a run; every problem of every file is told, with its place.
    public static func load(
        _ files: SetupFiles, symbols: [String] = [], held: [HeldPair] = [], mode: TradingMode = .paper,
        fill: FillRule? = nil
    ) throws(HostError) -> ProcessSetup {
        var settings: Settings
        do {
            settings = try SettingsLoader.load(
                safeList: files.safeList, instruments: files.instruments, strata: files.strata,
                kinds: StrategyCatalogue.shipped.kinds, held: held, wanted: symbols)
        } catch {
            throw .configuration(error.description)
        }
        _ = try SignalSources(settings)
        if let fill { settings.paper.fill = fill }
        if !symbols.isEmpty { settings = try settings.keeping(symbols, holding: held) }
        return ProcessSetup(settings, mode: mode)
    }

    /// The setup of a run that has these files.
    public static func load(
        safeList: String, instruments: String, configuration: String, symbols: [String] = [],
        held: [HeldPair] = [], mode: TradingMode = .paper
    ) throws(HostError) -> ProcessSetup {
        let files = try SetupFiles(
            safeList: safeList, instruments: instruments, configuration: configuration)
        return try load(files, symbols: symbols, held: held, mode: mode)
    }

    /// The plan that a file says: a plan's own, or `strata.json`; the standard one where none is named.
    public static func plan(_ path: String) throws(HostError) -> ProcessPlan {
        guard !path.isEmpty else { return .standard }
        let known = ProcessRank.processes
        do {
            let file = SourceFile(name: path, bytes: try read(path))
            let groups = try ProcessGroups.read(file, stages: known.map(\.name))
            return ProcessPlan(
                groups.map { group in
                    ProcessPlan.Row(
                        name: group.name, stages: known.filter { group.stages.contains($0.name) })
                })
        } catch let error as HostError {
            throw error
        } catch {
            throw .configuration("\(error)")
        }
    }

    /// A file that is missing is a fault of the configuration.
    private static func read(_ path: String) throws(HostError) -> [UInt8] {
        do { return try FileBytes.read(path) } catch { throw .configuration(error.description) }
    }

    /// The setup that a process's environment names.
    public static func load(_ environment: ProcessEnvironment) throws(HostError) -> ProcessSetup {
        try load(try SetupFiles(environment), environment)
    }

    /// The setup of these files, with what an environment says of them.
    public static func load(
        _ files: SetupFiles, _ environment: ProcessEnvironment
    ) throws(HostError) -> ProcessSetup {
        try load(
            files, symbols: environment.symbols.split(separator: ",").map(String.init),
            held: environment.exitOnly, mode: environment.mode, fill: environment.fill)
    }
}

extension ProcessSetup {
    /// A setup with the hashes of its own settings.
    public init(_ settings: Settings, mode: TradingMode) {
        self.init(
            settings: settings, mode: mode, configurationHash: settings.configurationHash,
            instrumentHash: settings.instrumentHash)
    }
}

extension Settings {
    /// The same settings for some of the pairs, in the order of the safe list; those that are only held keep
    /// their place, for their exits.
    package func keeping(_ names: [String], holding held: [HeldPair] = []) throws(HostError) -> Settings {
        for name in names where instruments.symbol(named: name) == nil {
            let known = instruments.instruments.map(\.name).joined(separator: ", ")
            throw .configuration(
                "--symbols: \(ForeignText.quoted(name)) is not among the active pairs (\(known))")
        }
        let kept = instruments.symbols.filter { symbol in
            names.contains { instruments.symbol(named: $0) == symbol }
                || held.contains { isName($0, of: symbol) }
        }
        var settings = self
        settings.instruments = InstrumentTable(
            kept.map { instruments[$0] }, strategies: instruments.strategies)
        settings.symbols = kept.map { symbols[$0.int] }
        for index in settings.symbols.indices where held.contains(where: { isName($0, of: kept[index]) }) {
            settings.symbols[index].exitsOnly = true
        }
        for index in settings.symbols.indices {
            settings.symbols[index].correlatedWith = settings.symbols[index].correlatedWith
                .compactMap { old in kept.firstIndex(of: old).map { SymbolID($0) } }
        }
        return settings
    }

    private func isName(_ pair: HeldPair, of symbol: SymbolID) -> Bool {
        pair.name == instruments.name(symbol)
    }
}
