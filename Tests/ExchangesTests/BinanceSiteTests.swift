import Exchanges
import Testing

@Suite struct BinanceSiteTests {
    @Test(arguments: BinanceSite.all)
    func `each address of the list is Binance's own, and belongs to its network`(site: BinanceSite) {
        let own: BinanceOrigin = site.network == .mainnet ? .mainnet : .testnet
        for origin in [site.rest, site.sockets, site.rest + ":443", BinanceSite.serving(site.rest)?.rest ?? ""] {
            #expect(BinanceOrigin(origin) == own, "\(origin)")
        }
        #expect(site.network.sendsKeys(to: site.rest) && site.network.sendsKeys(to: site.sockets))
        let other: BinanceSite.Network = site.network == .mainnet ? .testnet : .mainnet
        #expect(!other.sendsKeys(to: site.rest) && !other.sendsKeys(to: site.sockets))
    }

    @Test(arguments: [
        "https://api.binance.com.evil.org", "https://api.binance.com@evil.org", "https://evil.org/api.binance.com",
        "https://evil.org?api.binance.com", "https://evil.org#https://api.binance.com", "https://api.binance.com.",
        "https://API.binance.com", "HTTPS://api.binance.com", "http://api.binance.com", "ws://ws-api.binance.com:443",
        "https://api.binance.com:8443", "https://api.binance.com:443:443", "https://api.binance.com/", "https://api.binance.com:0443",
        "https://api.binance.community", "https://xapi.binance.com", "https://api-binance.com", "https://api.binance.co",
        "https://user:pw@api.binance.com", "https://api.binance.com%2eevil.org", "https://api.binance.com\u{0}.evil.org",
        "https://xn--api-binance.com", "https://api.binance.vision", "wss://api.binance.com", "https://fstream.binance.com",
        "//api.binance.com", "api.binance.com", " https://api.binance.com", "https://api.binance.com ",
    ])
    func `no spelling but the exact one is taken for Binance, and no key goes there`(origin: String) {
        #expect(BinanceOrigin(origin) == .pretender)
        for network in BinanceSite.Network.allCases { #expect(!network.sendsKeys(to: origin), "\(network)") }
    }

    @Test(arguments: ["http://127.0.0.1:8180", "https://a.example", "https://api.b\u{131}nance.com", "https://xn--bnance-p9a.com", "http://[::1]:9", ""])
    func `anybody else gets keys of trials alone`(origin: String) {
        #expect(BinanceOrigin(origin) == .elsewhere)
        #expect(BinanceSite.Network.testnet.sendsKeys(to: origin) && !BinanceSite.Network.mainnet.sendsKeys(to: origin))
    }
}
