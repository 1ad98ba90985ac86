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

    /// What a key may do, as its account's terms say; it is told alone, and not held to.
    private func restrictions(_ call: AccountCall) -> [UInt8] {
        let may = accounts[call.account].terms.permissions
        var json = JSONText()
        json.object {
            $0.flag("ipRestrict", may.isBound == true)
            $0.time("createTime", .zero)
            $0.flag("enableReading", may.reads == true)
            $0.flag("enableSpotAndMarginTrading", may.tradesSpot == true)
            $0.flag("enableFutures", may.tradesFutures == true)
            $0.flag("enableWithdrawals", may.withdraws == true)
            $0.flag("enableInternalTransfer", may.transfers == true)
            for name: StaticString in [
                "enableMargin", "permitsUniversalTransfer", "enableVanillaOptions",
                "enablePortfolioMarginTrading",
            ] { $0.flag(name, false) }
        }
        return json.bytes
    }
}
