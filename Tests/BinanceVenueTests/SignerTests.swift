import Exchanges
import Market
import Sealing
import Testing

@testable import BinanceVenue

/// What the signer of an account signs, and for whom.
@Suite struct SignerTests {
    @Test func `the signer signs for its own address alone, in the exchange's form`() throws {
        let secret = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9"
        let signer = BinanceSigner("abc", try SigningKey(secret), of: .mainnet, for: .mainnet(.um))
        var request = HTTPRequest(
            .post,
            "/fapi/v1/order?symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943")
        request.security = .signed
        let signed = signer.signed(request, to: "https://fapi.binance.com")
        #expect(signed?.target.hasSuffix("&signature=3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9") == true)
        #expect(signed?.header("X-MBX-APIKEY") == "abc" && signer.signed(request, to: "https://fapi.binance.com.evil.net") == nil)
        request.security = .keyed
        #expect(signer.signed(request, to: "https://fapi.binance.com")?.target == request.target)
        let message = SignedMessage(id: 1, method: "userDataStream.subscribe.signature", [.init("timestamp", "5", isNumber: true)])
        let text = signer.signed(message, to: "wss://fstream.binance.com")
        #expect(text?.hasPrefix(#"{"id":1,"method":"userDataStream.subscribe.signature","params":{"apiKey":"abc","timestamp":5,"signature":""#) == true)
        #expect("\(signer)" == "the key to an account")
    }

    @Test func `a key to real money is for the exchange alone, whatever addresses are named, and one of trials for all but it`() throws {
        func reaches(_ network: BinanceSite.Network, _ addresses: BinanceVenueAddresses) throws -> [Bool] {
            let signer = BinanceSigner("abc", try SigningKey("secret"), of: network, for: addresses)
            var request = HTTPRequest(.get, "/x")
            request.security = .signed
            let message = SignedMessage(id: 1, method: "x", [])
            return [addresses.rest, addresses.keys ?? ""].map { signer.signed(request, to: $0) != nil }
                + [signer.signed(message, to: addresses.sockets) != nil]
        }
        for market in [MarketKind.um, .spot] {
            #expect(try reaches(.mainnet, .mainnet(market)) == [true, true, true])
            #expect(try reaches(.testnet, .mainnet(market)) == [false, false, false])
            #expect(try reaches(.testnet, .testnet(market)) == [true, false, true])
            #expect(try reaches(.mainnet, .testnet(market)) == [false, false, false])
        }
        for base in ["http://127.0.0.1:8180", "https://a.example"] {
            #expect(try reaches(.mainnet, BinanceVenueAddresses(base: base)) == [false, false, false])
            #expect(try reaches(.testnet, BinanceVenueAddresses(base: base)) == [true, true, true])
        }
        for base in ["https://api.binance.com.evil.org", "https://fapi.binance.com.", "http://fapi.binance.com", "https://fapi.binance.com:444"] {
            for network in BinanceSite.Network.allCases {
                #expect(try reaches(network, BinanceVenueAddresses(base: base)) == [false, false, false], "\(base)")
            }
        }
        // An address of Binance's brings what belongs to it.
        #expect(BinanceVenueAddresses(base: "https://api3.binance.com").sockets == "wss://ws-api.binance.com:443")
        #expect(try reaches(.mainnet, BinanceVenueAddresses(base: "https://api3.binance.com")) == [true, true, true])
        let mixed = BinanceVenueAddresses(rest: "https://fapi.binance.com", sockets: "wss://evil.org", keys: "https://evil.org")
        #expect(try reaches(.mainnet, mixed) == [true, false, false])
    }
}
