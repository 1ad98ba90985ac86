import Exchanges
import Market
import Matching

/// What accounts have of what happened in the market.
extension ExchangeSimulator {
    /// Tells the streams what is new in a market, and notes what it means for orders that wait.
    mutating func publish(_ venue: Int) {
        let symbol = venues[venue].symbols[news.symbol]
        streams[venue].hear(news, of: symbol, at: stamp(news.time), into: &events)
        deliver(from: venue)
        guard !accounts.isEmpty else { return }
        for trade in news.trades { printed.append(PrintedPrice(symbol: news.symbol, price: trade.price)) }
    }

    /// Books the trades in which accounts took part; `taker` is the place of the order that took.
    mutating func settle(_ venue: Int, taker: Int? = nil) {
        guard !news.meetings.isEmpty else { return }
        let (meetings, time) = (news.meetings, news.time)
        for meeting in meetings {
            if let taker { fill(taker, meeting, isMaker: false, venue, at: time) }
            guard meeting.maker != .market else { continue }
            fill(Int(meeting.makerTag), meeting, isMaker: true, venue, at: time)
        }
    }

    private mutating func fill(
        _ place: Int, _ meeting: MarketMeeting, isMaker: Bool, _ venue: Int, at time: Timestamp
    ) {
        if venues[venue].kind == .spot {
            fillSpot(place, meeting, isMaker: isMaker, venue, at: time)
        } else {
            fillFutures(place, meeting, isMaker: isMaker, venue, at: time)
        }
    }

    /// Lets follow what follows from trades and orders: orders that waited for a price or for another order,
    /// as long as there are any.
    mutating func react(_ venue: Int, at time: Timestamp) {
        guard !accounts.isEmpty else { return }
        let isSpot = venues[venue].kind == .spot
        while true {
            if !released.isEmpty {
                release(list: released.removeFirst(), venue, at: time)
            } else if !printed.isEmpty {
                let prices = printed
                printed.removeAll(keepingCapacity: true)
                for print in prices { notice(print, venue, at: time) }
            } else if !changedPositions.isEmpty {
                knockOut(changedPositions.removeFirst(), venue, at: time)
            } else if !triggered.isEmpty {
                let place = triggered.removeFirst()
                if isSpot { trigger(place, venue, at: time) } else { triggerAlgo(place, venue, at: time) }
            } else {
                break
            }
        }
        tellBalances(venue, at: time)
    }

    private mutating func notice(_ print: PrintedPrice, _ venue: Int, at time: Timestamp) {
        guard venues[venue].kind == .spot else {
            noticeAlgos(print, venue, at: time)
            return checkLiquidation(print.symbol, venue, at: time)
        }
        guard !desks[venue].waiting[print.symbol].isEmpty else { return }
        desks[venue].notice(print, into: &triggered)
    }

    private mutating func tellBalances(_ venue: Int, at time: Timestamp) {
        guard venues[venue].kind == .spot else { return }
        for account in accounts.indices where !accounts[account].spot.changed.isEmpty {
            tellSpotBalances(account, at: time)
        }
    }
}
