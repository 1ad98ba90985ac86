import Delivery
import Testing

@testable import Hosting

struct ClockChoiceTests {
    @Test func `it goes to the processes by their environment`() throws {
        for choice in [ClockChoice.wall, .venue(speed: 0), .venue(speed: 60), .venue(speed: 0.5)] {
            #expect(try ClockChoice(choice.text) == choice)
        }
        #expect(ClockChoice.wall.text.isEmpty)
    }

    @Test(arguments: ["wall", "venue", "venue:", "venue:-1", "venue:nan", "venue:10001", "venue:1:2", "venue:x"])
    func `what is no clock is refused with what was expected`(text: String) {
        #expect { try ClockChoice(text) } throws: { "\($0)".contains("as in venue:60") }
    }

    @Test(arguments: ["", "binance:mainnet", "binance:testnet", "binance:http://10.0.0.1:8180", "binance:https://127.0.0.1.example"])
    func `another time than the machine's is refused where the exchange may be a real one`(feed: String) {
        let variables = ["STRATA_CLOCK": "venue:60", "STRATA_FEED": feed]
        #expect { try ProcessEnvironment { variables[$0] } } throws: { "\($0)".contains("a simulator on this machine") }
        for option in ["venue"] {
            #expect { try ClockChoice(option: option, FeedChoice(feed)) } throws: { "\($0)".contains("--clock venue") }
        }
    }

    @Test(arguments: ["http://127.0.0.1:8180", "https://localhost", "http://[::1]:9", "http://127.1.2.3"])
    func `an exchange of this machine may have its own time`(base: String) throws {
        let variables = ["STRATA_CLOCK": "venue:60", "STRATA_FEED": "binance:" + base]
        #expect(try ProcessEnvironment { variables[$0] }.clock == .venue(speed: 60))
    }

    @Test func `a market's clock ticks as often in its own time, at most fifty times a second`() {
        #expect(ClockChoice.wall.pace.tick == Pace.standard.tick)
        #expect(ClockChoice.venue(speed: 10).pace.tick == Pace.standard.tick / 10)
        #expect(ClockChoice.venue(speed: 1000).pace.tick == 20_000_000)
        #expect(ClockChoice.venue(speed: 0).pace.tick == Pace.standard.tick)
        #expect(ClockChoice.venue(speed: 1000).pace.patience == Pace.standard.patience)
    }
}
