import Configuration
import Files
import Hosting
import Market
import Messages
import Stages

/// Looks at one thing after the other, each only where those before it let it.
struct Doctor {
    /// How long the exchange may take to tell what it is asked, seconds.
    private static let patience: Int64 = 15

    private let environment: ProcessEnvironment
    private var report = DoctorReport()
    private var hasKey = true

    init(_ environment: ProcessEnvironment) { self.environment = environment }

    /// Looks at all of it.
    consuming func examine() -> DoctorReport {
        var doctor = self
        doctor.lookAtMachine()
        guard case .binance(let place) = doctor.environment.feed, var files = doctor.lookAtFiles(),
            let market = try? files.market(), doctor.lookAtMode(market)
        else { return doctor.report }
        let settings = doctor.lookAtExchange(place, &files)
        if doctor.environment.mode.tradesAccount, doctor.hasKey, let settings {
            doctor.lookAtAccount(place, settings)
        }
        return doctor.report
    }

    private mutating func lookAtMachine() {
        let environment = environment
        report.look("machine") { () throws(HostError) in
            try MachineLimits.check()
            return "the limits of files, memory and threads suffice"
        }
        report.look("disk") { () throws(HostError) in
            try DiskWatch.checkStart(environment.leastFree, [environment.stateDirectory])
            return "at least \(environment.leastFree) MiB are free for \(environment.stateDirectory)"
        }
    }

    private mutating func lookAtFiles() -> SetupFiles? {
        let environment = environment
        var files: SetupFiles?
        report.look("settings") { () throws(HostError) in
            let read = try SetupFiles(live: environment)
            _ = try read.market()
            let words = "\(environment.safeList) names \(try read.pairs().count) pairs"
            files = read
            return words
        }
        return files
    }

    /// What stands against the mode, each in a line of its own; whether the exchange may be asked at all: a
    /// key goes nowhere where it must not.
    private mutating func lookAtMode(_ market: MarketKind) -> Bool {
        guard environment.mode.tradesAccount else { return true }
        let gate = TradingStart.gate(environment, market, .notNeeded)
        guard case .refused(let refusals) = gate.verdict() else {
            report.look("mode") { () throws(HostError) in "nothing stands against \(gate.mode.name)" }
            return true
        }
        for refusal in refusals {
            if case .noKey(let why) = refusal {
                hasKey = false
                report.look("key") { () throws(HostError) in throw .failed(why) }
            } else {
                report.look("mode") { () throws(HostError) in throw .failed("\(refusal)") }
            }
        }
        return !refusals.contains(where: \.isOfPlace)
    }

    private mutating func lookAtExchange(_ place: FeedChoice.Place, _ files: inout SetupFiles) -> Settings? {
        let environment = environment
        var settings: Settings?
        report.look("exchange") { () throws(HostError) in
            try files.take(place, besides: [], symbols: [], seconds: Self.patience) { _ in }
            let setup = try SetupLoader.load(files, environment)
            settings = setup.settings
            let idle = StartLines.notTrading(setup.settings)
            guard idle.isEmpty else { throw .failed(idle.joined(separator: "; ")) }
            let count = setup.settings.instruments.count
            return "tells the filters of \(count) pairs of \(setup.settings.market)"
        }
        return settings
    }

    private mutating func lookAtAccount(_ place: FeedChoice.Place, _ settings: Settings) {
        let environment = environment
        var found: AccountExamination?
        report.look("key") { () throws(HostError) in
            found = try AccountExamination(
                of: environment.mode, at: place, environment.clock, settings, seconds: Self.patience)
            return "the exchange takes it"
        }
        guard let found else { return }
        lookAtPermissions(place, settings.market)
        lookAtModes(found)
        report.look("budget") { () throws(HostError) in
            guard let (used, limit) = found.budget else { throw .failed("its file can't be read") }
            return "this machine used \(used) of \(limit) in this minute"
        }
        guard let clock = found.clock else { return }
        report.look("clock") { () throws(HostError) in
            let (ahead, error) = (clock.ahead.nanoseconds / 1_000_000, clock.error.nanoseconds / 1_000_000)
            let way = ahead < 0 ? "ahead of" : "behind"
            let words = "this machine's is \(abs(ahead)) ms \(way) the exchange's, within \(error) ms"
            guard abs(ahead) < 1000 else { throw .failed(words + ": set it, by NTP") }
            return words
        }
    }

    private mutating func lookAtPermissions(_ place: FeedChoice.Place, _ market: MarketKind) {
        let mode = environment.mode
        var warnings: [String] = []
        report.look("permissions") { () throws(HostError) in
            guard case .permissions(let permissions) = try KeyExamination.ask(mode, at: place, market) else {
                return "nothing tells there what a key may do, and no money is there"
            }
            let refusals = permissions.refusals(on: market)
            guard refusals.isEmpty else { throw .failed(refusals.joined(separator: "; ")) }
            warnings = permissions.warnings
            return "the key may trade, and may not withdraw"
        }
        for warning in warnings { report.warn("permissions", warning) }
    }

    private mutating func lookAtModes(_ found: AccountExamination) {
        report.look("account") { () throws(HostError) in
            guard found.isRead, found.complaints.isEmpty else {
                let silence = "it did not tell itself within \(Self.patience) s"
                throw .failed(
                    found.complaints.isEmpty ? silence : found.complaints.joined(separator: "; "))
            }
            guard let terms = found.terms else { throw .failed("it told no fees") }
            let (maker, taker) = (terms.rates.makerFee * 100, terms.rates.takerFee * 100)
            return "is set as the safe list wants it; its fees are \(maker) % (maker) and \(taker) % (taker)"
        }
    }
}
