import Exchanges
import Market

/// Money that comes or goes because somebody wants it to.
extension ExchangeSimulator {
    /// Carries out `/sim/deposit?key=&asset=&amount=&market=`: less than nothing is taken away.
    mutating func deposit(_ target: Target, at moment: Moment) -> HTTPResponse {
        wake(at: moment)
        do throws(ExchangeError) {
            try deposit(target)
            sendAccountEvents()
            return RestAnswer.json(Array("{}".utf8))
        } catch {
            return RestAnswer.refusal(error)
        }
    }

    private mutating func deposit(_ target: Target) throws(ExchangeError) {
        guard let account = accounts.firstIndex(where: { $0.terms.key == target["key"] }) else {
            throw ExchangeError(-1, "key names no account")
        }
        guard let amount = try? Money(target["amount"] ?? ""), amount.magnitude <= Money(100_000_000) else {
            throw ExchangeError(-1, "amount is '\(target["amount"] ?? "")'; expected at most 100000000")
        }
        let asset = target["asset"] ?? "USDT"
        if target["market"] == "um" {
            guard let venue = venue(.um), asset == "USDT" else {
                throw ExchangeError(-1, "futures have USDT alone")
            }
            accounts[account].futures.book(.transfer, amount, symbol: -1, at: lastTime)
            let reason = amount.raw < 0 ? "WITHDRAW" : "DEPOSIT"
            return tellAccount(account, reason, slots: [], changed: amount, venue, at: lastTime)
        }
        guard let place = assets.place(of: asset), venue(.spot) != nil else {
            throw ExchangeError(-1, "asset is '\(asset)', which no pair has")
        }
        guard amount.raw >= -accounts[account].spot.free[place] else {
            throw ExchangeError(-1, "amount is more than is free")
        }
        accounts[account].spot.add(amount.raw, to: place)
        let (time, stamp) = (lastTime, stamp(lastTime))
        tellSpot(account, "balanceUpdate") {
            BinanceWriting.balanceUpdate(asset: asset, by: amount.raw, at: time, stamp, $0)
        }
        tellSpotBalances(account, at: time)
    }
}
