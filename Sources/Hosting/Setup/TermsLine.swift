import Configuration
import Market

/// Whose terms a run at a live market reckons with: an account's own are told to its key alone.
public enum TermsLine {
    /// One line for a person.
    public static func text(_ settings: Settings) -> String {
        let rates = settings.rates
        let pairs = settings.instruments.count
        let margin = settings.market == .um
            ? " and the maintenance margin \(percent(rates.maintenanceMargin))" : ""
        return "Terms: the exchange's filters of \(pairs) \(pairs == 1 ? "pair" : "pairs"); fees (maker "
            + "\(percent(rates.makerFee)), taker \(percent(rates.takerFee)))\(margin) are the settings': the "
            + "exchange tells an account's own to its key alone"
    }

    /// The same as a member of the status object.
    static func field(_ settings: Settings) -> String {
        let rates = settings.rates
        return "\"terms\":{\"filters\":\"exchange\",\"fees\":\"settings\",\"brackets\":\"settings\","
            + "\"maker_fee\":\(rates.makerFee),\"taker_fee\":\(rates.takerFee),"
            + "\"maintenance_margin\":\(rates.maintenanceMargin)}"
    }

    private static func percent(_ share: Double) -> String {
        "\((share * 1_000_000).rounded() / 10_000) %"
    }
}
