import Foundation
import Testing

/// Other people's Python clients, as they are published, against `exchange-sim`: told where it is by what they
/// document, and nothing else of them changed. Each compares all that it is told with what the exchange says.
@Suite(
    .enabled(if: Programs.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"),
    .timeLimit(.minutes(5)))
struct CompatTests {
    private static let environment = ["NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"]

    @Test(arguments: [
        ("client_ccxt.py", "ccxt: 73 checks passed"),
        ("client_python_binance.py", "python-binance: 117 checks passed"),
        ("client_binance_sdk.py", "binance-sdk: 30 checks passed"),
    ])
    func `a client that knows nothing of us is told the truth`(script: String, last: String) throws {
        let exchange = try ExchangeSimProcess("--market", "both", "--from", "2025-05-08", "--speed", "0")
        defer { _ = exchange.end() }
        let outcome = try run(
            try #require(Programs.python), ["Tests/Peers/\(script)", exchange.url], environment: Self.environment)
        #expect(outcome.status == 0 && outcome.output.hasSuffix(last + "\n"), "\(outcome.output.suffix(4000))")
    }

    /// The market goes on by the present, since clients stamp their requests with it. The last is no one's
    /// client: an account with an Ed25519 key (RFC 8032's first), signed by hand.
    @Test(arguments: [
        ("trade_ccxt.py", "ccxt trading: 71 checks passed"),
        ("trade_python_binance.py", "python-binance trading: 53 checks passed"),
        ("trade_binance_sdk.py", "binance-sdk trading: 132 checks passed"),
        ("trade_ed25519.py", "Ed25519 trading: 9 checks passed"),
    ])
    func `a client that knows nothing of us trades, and has what the exchange says`(script: String, last: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n"
        try scratch.write("key.pem", pem)
        let key = String(repeating: "a", count: 64)
        let secret = script == "trade_ed25519.py" ? "\(scratch.path)/key.pem" : "a secret"
        let exchange = try ExchangeSimProcess(
            "--market", "both", "--synthetic", "1", "--clock", "now", "--account", "\(key):\(secret):50000")
        defer { _ = exchange.end() }
        let outcome = try run(
            try #require(Programs.python), ["Tests/Peers/\(script)", exchange.url, key, secret],
            environment: Self.environment)
        #expect(outcome.status == 0 && outcome.output.hasSuffix(last + "\n"), "\(outcome.output.suffix(4000))")
    }

    /// The page's own lines, with the address at which the exchange of this test is.
    @Test func `the page's snippets do what they say`() throws {
        let exchange = try ExchangeSimProcess("--market", "both", "--from", "2025-05-08", "--speed", "20")
        defer { _ = exchange.end() }
        let place = try #require(exchange.url.split(separator: "/").last)
        let page = try String(contentsOfFile: "\(DeployTests.root)/docs/howto/exchange-sim.md", encoding: .utf8)
        let snippets = page.components(separatedBy: "```python\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first?.replacing("127.0.0.1:8180", with: place)
        }
        #expect(snippets.count == 3)
        for snippet in snippets {
            let outcome = try run(try #require(Programs.python), ["-c", snippet], environment: Self.environment)
            #expect(outcome.status == 0 && outcome.output.contains("17466"), "\(snippet): \(outcome.output)")
        }
    }
}
