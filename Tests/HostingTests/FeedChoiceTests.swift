import Stages
import Testing

@testable import Hosting

struct FeedChoiceTests {
    @Test func `what the options say reaches the processes by their environment`() throws {
        for (choice, text) in [
            (try FeedChoice(feed: nil, network: nil, base: nil), ""),
            (try FeedChoice(feed: "replay", network: nil, base: nil), ""),
            (try FeedChoice(feed: "binance", network: nil, base: nil), "binance:mainnet"),
            (try FeedChoice(feed: "binance", network: "testnet", base: nil), "binance:testnet"),
            (
                try FeedChoice(feed: "binance", network: nil, base: "https://a.example:8443"),
                "binance:https://a.example:8443"
            ),
        ] {
            #expect(choice.text == text)
            #expect(try FeedChoice(text) == choice)
            #expect(choice.isLive == !text.isEmpty)
        }
    }

    @Test(arguments: [
        "http://", "https:///x", "http://a.example/api", "http://a.example?x=1", "http://a.example:0", "http://a.example:99999",
        "http://a b", "http://a\u{1B}[2J", "http://[::1", "ws://a.example", "ftp://a.example", "http://-a",
    ])
    func `an address that is none is refused before anything starts`(text: String) {
        #expect { try FeedChoice(feed: "binance", network: nil, base: text) } throws: { error in
            "\(error)".contains(": ") && !"\(error)".contains("\u{1B}")
        }
    }

    @Test func `a password in an address is neither taken nor repeated`() {
        for text in ["https://me:secret@a.example", "http://a.example/secret@x", "http://me:sec ret@a.example"] {
            #expect { try FeedChoice(feed: "binance", network: nil, base: text) } throws: { !"\($0)".contains("sec") }
        }
    }

    @Test func `slashes at the end and capitals change nothing`() throws {
        let choice = try FeedChoice(feed: "binance", network: nil, base: "HTTPS://A.Example:443//")
        #expect(choice.text == "binance:https://a.example")
    }

    @Test(arguments: ["binance", "kraken:mainnet", "replay:mainnet", "binance:moon", "binance:ftp://x", ":"])
    func `anything else is refused with what was expected`(text: String) {
        #expect { try FeedChoice(text) } throws: { "\($0)".contains("expected") }
    }
}
