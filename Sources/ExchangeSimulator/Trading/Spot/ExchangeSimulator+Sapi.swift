import Exchanges
import Market

/// What accounts ask beside their market.
extension ExchangeSimulator {
    mutating func sapi(_ action: SapiAction, _ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        switch action {
        case .tradeFees: return try tradeFees(call)
        case .burnBNB:
            guard let burns = try call.parameters.flag("spotBNBBurn") else { throw .missing("spotBNBBurn") }
            accounts[call.account].paysInBNB = burns
            return burning(call.account)
        case .burnsBNB: return burning(call.account)
        case .restrictions: return restrictions(call)
        }
    }

    private func tradeFees(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let asked = call.parameters.target["symbol"] == nil ? nil : try spotSymbol(call)
        var json = JSONText()
        json.array { json in
            for (place, symbol) in venues[call.venue].symbols.enumerated() where asked ?? place == place {
                json.object {
                    $0.text("symbol", symbol.listing.name)
                    $0.text("makerCommission", terms.spotFees.maker.description)
                    $0.text("takerCommission", terms.spotFees.taker.description)
                }
            }
        }
        return json.bytes
    }

    private func burning(_ account: Int) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.flag("spotBNBBurn", accounts[account].paysInBNB)
            $0.flag("interestBNBBurn", false)
        }
        return json.bytes
    }

    /// What a key may do here: read and trade, and nothing else.
    private func restrictions(_ call: AccountCall) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.flag("ipRestrict", false)
            $0.time("createTime", .zero)
            for name: StaticString in ["enableReading", "enableSpotAndMarginTrading", "enableFutures"] {
                $0.flag(name, true)
            }
            for name: StaticString in [
                "enableWithdrawals", "enableInternalTransfer", "enableMargin", "permitsUniversalTransfer",
                "enableVanillaOptions", "enablePortfolioMarginTrading",
            ] { $0.flag(name, false) }
        }
        return json.bytes
    }
}
