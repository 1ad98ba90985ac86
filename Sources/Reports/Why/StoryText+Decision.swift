import Market
import Messages

/// Why it was decided, how large it was made, and what the risk manager said.
extension StoryText {
    /// Sentences on why the signal was made: what the strategies saw, how they voted, the regime, the weights
    /// and the
    /// candle; of one from outside that there are none.
    package var why: [String] {
        guard let plan = story.plan else {
            return [
                "It came from outside, without a plan of L2: the journal tells no reasoning, no regime "
                    + "and no weights of it." + contextText
            ]
        }
        let causes = book.causes(of: plan.entry)
        return reasoned + [votes(plan.value, causes), regimeText(causes), weightText(causes), candleText]
            .compactMap { $0 }
    }

    /// What each strategy saw, in its own words and figures.
    private var reasoned: [String] {
        story.reasonings.map { heard in
            let word = heard.value
            return "\(name(word.strategy)) advised to \(word.advice.name) on candles of "
                + "\(word.timeframe.name), "
                + "with a confidence of \(Self.share(word.confidence, 0)): \(word.reasoning.text)."
        }
    }

    /// What a sender wrote beside its signal.
    private var contextText: String {
        guard let signal = story.signal?.value, !signal.regime.isEmpty else { return "" }
        return " Its sender saw the regime \(signal.regime)."
    }

    /// Each strategy's vote: its weight in the decision, signed.
    private func votes(_ plan: ExecutionPlan, _ causes: [JournalEntry]) -> String {
        let targets = newest(causes, TacticTargets.self) {
            if case .tacticTargets(let found) = $0 { found } else { nil }
        }
        let voters = (0..<plan.sources.count).map { plan.sources[$0] }
        let votes = voters.map { strategy, vote in
            // A name begins with its kind, and the documents' kinds are called as their families.
            let family = StrategyFamily(named: String(name(strategy).prefix { $0 != ":" }))
            let factor = family.flatMap { targets?.value.multipliers[$0] } ?? 0
            let made =
                factor > 0
                ? " (weight \(Self.figure(abs(vote) / factor, 2)) of L4 × \(Self.figure(factor, 2)) of L3 "
                    + "for the regime)" : ""
            return "\(name(strategy)) voted to \(vote > 0 ? "buy" : "sell") with "
                + "\(Self.figure(abs(vote), 2))\(made)"
        }
        // Which of the registered ones read the pair on these candles a journal doesn't say.
        let said = Set(voters.map(\.strategy)).union(story.reasonings.map(\.value.strategy))
        let silent = StrategyNames.documents.ids.filter { !said.contains($0) }.map(name)
        let more = said.count > voters.count ? "; and \(said.count - voters.count) with less weight" : ""
        let others = more + (silent.isEmpty ? "" : "; no vote: \(silent.joined(separator: ", "))")
        return votes.isEmpty
            ? "No strategy's vote is told." : votes.joined(separator: "; ") + others + "."
    }

    private func name(_ strategy: StrategyID) -> String { book.instruments.strategies.name(strategy) }

    private func regimeText(_ causes: [JournalEntry]) -> String? {
        let found = newest(causes, TacticTargets.self) {
            if case .tacticTargets(let found) = $0 { found } else { nil }
        }
        guard let (targets, time) = found else {
            return story.signal.map { "L2 named the regime \(Self.words($0.value.regime))." }
        }
        return
            "L3 saw \(Self.words(targets.regime)) since \(Self.moment(time)): "
            + "ADX \(Self.figure(targets.adx, 1)), "
            + "volatility \(Self.share(targets.volatility, 0)) a year"
            + rank(targets.volatilityPercentile)
            + "It allows \(Self.share(abs(targets.netExposure), 1)) of equity in the pair "
            + "and a loss of \(Self.share(targets.maxRisk, 2)) of it at the stop"
            + (targets.reduceOnly ? ", and wants reductions only." : ".")
    }

    private func rank(_ percentile: Double) -> String {
        percentile.isFinite ? ", higher than \(Self.share(percentile, 0)) of its own past. " : ". "
    }

    private func weightText(_ causes: [JournalEntry]) -> String? {
        let found = newest(causes, StrategyUpdate.self) {
            if case .strategyUpdate(let found) = $0 { found } else { nil }
        }
        guard let (update, time) = found else { return nil }
        return
            "L4 gave \(name(update.strategy)) the weight \(Self.figure(update.weight, 2)) "
            + "on \(Self.moment(time)): \(update.reason.text)."
    }

    private func newest<Value>(
        _ causes: [JournalEntry], _ type: Value.Type, _ pick: (Message) -> Value?
    ) -> (value: Value, time: Timestamp)? {
        for entry in causes.reversed() {
            if let found = book.message(entry).flatMap(pick) {
                return (found, Timestamp(nanoseconds: Int64(entry.time)))
            }
        }
        return nil
    }

    /// The candle at whose close it was decided.
    private var candle: (entry: JournalEntry, kline: Kline)? {
        guard let decided = story.signal?.entry ?? story.plan?.entry,
            let entry = book.causes(of: decided).last(where: { $0.kind.hasPrefix("kline_") }),
            case .kline(let kline)? = book.message(entry)
        else { return nil }
        return (entry, kline)
    }

    /// The same in words, with its place in the recorded data.
    private var candleText: String? {
        guard let (entry, kline) = candle else { return nil }
        let place = facts.place(of: entry).map { " (\($0))" } ?? ""
        return "The market stood at \(kline.close) when the candle of \(kline.interval.name) closed at "
            + "\(clock(kline.closeTime)); it went from \(kline.low) to \(kline.high)\(place)."
    }

    private static func words(_ label: ShortLabel) -> String {
        Regime(named: "\(label)").map(words) ?? (label.isEmpty ? "unknown" : "\(label)")
    }

    /// A regime in words.
    package static func words(_ regime: Regime) -> String {
        switch regime {
        case .unknown: "no regime yet"
        case .trendLowVolatility: "a trend of low volatility"
        case .trendHighVolatility: "a trend of high volatility"
        case .rangeLowVolatility: "a range of low volatility"
        case .rangeHighVolatility: "a range of high volatility"
        }
    }

    // MARK: - Size

    var sized: [String] {
        guard !story.isExit else { return exitSize }
        let reference = story.orders.first?.value.referencePrice ?? candle?.kline.close ?? .absent
        var lines: [String] = []
        if let quantity = story.quantity, let price = reference.present,
            let value = quantity.notional(at: price)
        {
            let cap =
                story.plan.map { ": the smallest of the caps was \(Self.words($0.value.sizeCap))" }
                ?? ", as its sender asked"
            lines.append(
                "\(quantity) \(base) was worth \(value.text(decimals: 2)) USDT at \(price)\(cap).")
        } else if let plan = story.plan {
            lines.append("The smallest of the caps was \(Self.words(plan.value.sizeCap)).")
        }
        return lines + [stopText(reference)].compactMap { $0 }
    }

    /// What the risk manager answered.
    private var decisionText: String? {
        guard let decision = story.decision?.value else { return nil }
        let saw = "\(decision.exposure.text(decimals: 2)) of at most "
            + "\(decision.exposureLimit.text(decimals: 2)) USDT"
        return decision.approved
            ? "The risk manager approved \(decision.quantity) \(base): with it the exposure is \(saw)."
            : "The risk manager refused it: \(decision.reason.text). With it the exposure would be \(saw)."
    }

    private var exitSize: [String] {
        guard let trade = story.closing else { return [] }
        return ["It was to close the \(trade.side == .buy ? "long" : "short") position to flat."]
    }

    private func stopText(_ reference: Price) -> String? {
        let order = story.orders.first?.value
        let stop = story.signal?.value.stopLoss.present ?? order?.stopLoss.present
        let target = story.plan?.value.takeProfit.present ?? order?.takeProfit.present
        let parts = [
            stop.map { level("Stop", $0, reference, isLoss: true) },
            target.map { level("target", $0, reference, isLoss: false) },
        ]
        .compactMap { $0 }
        guard !parts.isEmpty else { return nil }
        let range = story.plan.map { $0.value.atr }.flatMap { $0.isFinite ? $0 : nil }
        let measure = range.map { "; the average true range was \(Self.figure($0, 2))" } ?? ""
        return parts.joined(separator: ", ") + (stop == nil ? ", no stop" : "") + measure + "."
    }

    private func level(_ name: String, _ price: Price, _ reference: Price, isLoss: Bool) -> String {
        guard let from = reference.present, from.isPositive else { return "\(name) \(price)" }
        let away = abs(price.double - from.double) / from.double
        let money = story.quantity.flatMap { $0.notional(at: Price(raw: abs(price.raw - from.raw))) }
        let worth =
            money.map { ", \(isLoss ? "a loss" : "a gain") of \($0.text(decimals: 2)) USDT" } ?? ""
        return "\(name) \(price) (\(Self.share(away, 2)) away\(worth))"
    }

    private static func words(_ cap: SizeCap) -> String {
        switch cap {
        case .volatilityTarget: "the volatility target"
        case .kelly: "the Kelly fraction"
        case .atrRisk: "the largest loss at the stop (ATR risk)"
        case .maxPosition: "the pair's max_position_size_usd"
        case .assetRisk: "L3's exposure for the pair"
        case .leverage: "what equity carries with the pair's leverage"
        case .none: "none"
        case .liquidity: "what the market takes without moving"
        }
    }

    // MARK: - Risk

    var risked: [String] {
        if story.isExit { return ["It reduces: reductions need no approval."] }
        var lines = [decisionText].compactMap { $0 } + facts.approvals(of: story.id)
        if let report = story.report?.value, report.lowered {
            lines.append("L1 lowered the quantity: \(report.reason.text).")
        }
        if let report = story.report?.value, report.executedQuantity.isPositive {
            lines.append(
                "After it \(Self.share(Double(report.exposure), 2)) of equity was in \(base); the exposure "
                    + "weighted by correlation moved by \(Self.share(report.correlationImpact, 2)).")
        }
        return lines.isEmpty ? ["The journal does not tell what the risk manager saw."] : lines
    }
}
