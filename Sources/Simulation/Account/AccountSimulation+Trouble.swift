import BinanceVenue
import ExchangeSimulator
import Exchanges
import Executor
import Market
import Messages
import Stages

/// What goes wrong.
extension AccountSimulation {
    mutating func apply(_ incident: AccountIncident) {
        trace?("\(stamp) trouble: \(incident.text)")
        switch incident {
        case .fault(let fault): exchange.apply(fault, at: exchangeMoment)
        case .lose(let count): line.losses += count
        case .cutLine(let span): line.cut(until: now + span)
        case .kill(let death, let span):
            guard seat.isUp else { return }
            (seat.death, away, dieBy) = (death, span, now + 2 * Self.second)
        case .tear(let commits, let span):
            guard seat.isUp else { return }
            away = span
            die()
            seat.tear(commits)
        case .truncate(let count): line.truncates = count
        case .handOrder: placeByHand()
        case .handClose: closeByHand()
        case .handCancel(let all): cancelByHand(all: all)
        }
        settle()
    }

    /// A person asks for something with the account's key.
    private mutating func byHand(_ method: HTTPMethod, _ path: String, _ parameters: String) {
        let stamp = exchange.time(at: exchangeMoment).milliseconds
        var request = HTTPRequest(method, "\(path)?\(parameters)&recvWindow=60000&timestamp=\(stamp)")
        request.security = .signed
        guard let ready = signer.signed(request, to: Self.base) else { return }
        handRequests += 1
        exchange.requested(ExchangeRequestID(1 << 60 | handRequests), ready, at: exchangeMoment)
        settle()
    }

    private var path: String { market == .um ? "/fapi/v1/order" : "/api/v3/order" }

    /// Orders that rest far away on a pair of Strata's, and a position on one that Strata leaves alone.
    private mutating func placeByHand() {
        let prices = settings.instruments.symbols.map { exchange.protection(of: $0, account: 0).last }
        let far = prices[0].scaled(by: 0.96).rounded(to: settings.instruments[SymbolID(0)].tickSize, .down)
        byHand(
            .post, path,
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.003&price=\(far)")
        byHand(.post, path, "symbol=SOLUSDT&side=BUY&type=MARKET&quantity=2")
    }

    /// Closes what is held of a pair, at the market.
    private mutating func closeByHand() {
        for symbol in traded.symbols {
            let held = exchange.truth(ofAccount: 0).held[symbol.int]
            guard !held.isZero else { continue }
            // What stops lock can't be sold beside them.
            if market == .spot { cancelByHand(all: true) }
            let side = held.raw > 0 ? "SELL" : "BUY"
            let name = settings.instruments[symbol].exchangeName
            let lots = settings.instruments[symbol].lots(of: held).magnitude
            let rest = market == .um ? "&reduceOnly=true" : ""
            byHand(
                .post, path, "symbol=\(name)&side=\(side)&type=MARKET&quantity=\(lots)\(rest)")
        }
    }

    /// Takes stops back, the newest or all.
    private mutating func cancelByHand(all: Bool) {
        let stops = exchange.truth(ofAccount: 0).orders.filter {
            $0.isOpen && $0.isConditional == (market == .um) && $0.id.bracketLeg == ClientOrderID.stopLeg
        }
        for stop in all ? stops : stops.suffix(1) {
            if market == .um {
                byHand(.delete, "/fapi/v1/algoOrder", "clientAlgoId=\(stop.id.text)")
            } else {
                let name = settings.instruments[stop.symbol].exchangeName
                byHand(.delete, path, "symbol=\(name)&origClientOrderId=\(stop.id.text)")
            }
        }
    }
}
