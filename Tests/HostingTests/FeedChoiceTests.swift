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

    @Test(arguments: ["binance", "kraken:mainnet", "replay:mainnet", "binance:moon", "binance:ftp://x", ":"])
    func `anything else is refused with what was expected`(text: String) {
        #expect { try FeedChoice(text) } throws: { "\($0)".contains("expected") }
    }
}
