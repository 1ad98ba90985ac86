import Exchanges
import Market
import Stages

extension KeyPermissions {
    /// What a person lets keys do: a list as in "spot,futures,withdraw". Reading goes without saying.
    init(option text: String) throws(HostError) {
        self.init()
        (reads, tradesSpot, tradesFutures) = (true, false, false)
        (withdraws, transfers, isBound) = (false, false, false)
        for word in text.split(separator: ",") {
            switch word {
            case "spot": tradesSpot = true
            case "futures": tradesFutures = true
            case "withdraw": withdraws = true
            case "transfer": transfers = true
            case "ip": isBound = true
            default:
                throw .usage(
                    "--permissions names \(ForeignText.quoted(String(word))); expected some of spot, "
                        + "futures, withdraw, transfer and ip")
            }
        }
    }
}
