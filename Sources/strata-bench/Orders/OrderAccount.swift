import BinanceVenue
import Exchanges
import Hosting
import Network
import Sealing
import Stages

/// An account of futures at an exchange's simulator whose market stands, and orders for it.
struct OrderAccount {
    private static let key = "benchkey"
    private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

    let exchange: LiveExchange
    let signer: BinanceSigner
    /// The market's time, which stands, ms.
    private let time: String

    init() throws(HostError) {
        exchange = try LiveExchange(
            "um", speed: 0,
            ["--account", "\(Self.key):\(Self.secret):1000000", "--order-limit", "1000000"])
        try exchange.advance(milliseconds: 60_000)
        do {
            let addresses = BinanceVenueAddresses(base: exchange.base.text)
            signer = BinanceSigner(
                Self.key, try SigningKey(Self.secret), of: .testnet, for: addresses)
            let answer = try SingleRequest.send(HTTPRequest(.get, "/fapi/v1/time"), to: exchange.base)
            time = String(String(decoding: answer.body, as: UTF8.self).filter(\.isNumber))
        } catch { throw .failed("\(error)") }
    }

    /// A market order; even ones buy what odd ones sell.
    func order(_ number: Int) -> HTTPRequest {
        var request = HTTPRequest(
            .post,
            "/fapi/v1/order?symbol=BTCUSDT&side=\(number.isMultiple(of: 2) ? "BUY" : "SELL")&type=MARKET"
                + "&quantity=0.001&newOrderRespType=RESULT&recvWindow=60000&timestamp=\(time)")
        request.security = .signed
        return request
    }

    /// The same, signed.
    func signed(_ number: Int) throws(HostError) -> HTTPRequest {
        let request = order(number)
        guard let signed = signer.signed(request, to: exchange.base.text) else {
            throw .failed("the order was not signed")
        }
        return signed
    }

    /// Where a socket hears the account.
    func userStream() throws(HostError) -> String {
        var request = HTTPRequest(.post, "/fapi/v1/listenKey")
        request.security = .keyed
        guard var keyed = signer.signed(request, to: exchange.base.text) else {
            throw .failed("the request has no key")
        }
        // It goes out by somebody who has no key to add.
        keyed.security = .open
        do {
            let answer = try SingleRequest.send(keyed, to: exchange.base)
            let words = String(decoding: answer.body, as: UTF8.self).split(separator: "\"")
            guard words.count >= 4 else { throw HostError.failed("no listenKey: \(answer.status)") }
            return "/private/ws?listenKey=\(words[3])"
        } catch let error as HostError {
            throw error
        } catch { throw .failed("\(error)") }
    }
}
