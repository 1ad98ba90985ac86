import Market
import Messages
import Network
import Stages
import Testing

@testable import Hosting

/// Every mode with every place, key, proof and confirmation, held against what is to hold of each by itself.
@Suite struct TradingGateTests {
    private static let label = "0123456789abcdef"
    private static let build: UInt64 = 7

    private enum Place: String, CaseIterable {
        case recorded, mainnet, testnet, loopback, evil, mainnetByURL, testnetByURL, othersMarket, plainHTTP, dotted

        func feed(_ market: MarketKind) throws -> FeedChoice {
            let um = market == .um
            let base: String? = switch self {
            case .recorded, .mainnet, .testnet: nil
            case .loopback: "http://127.0.0.1:8180"
            case .evil: "https://api.binance.com.evil.org"
            case .mainnetByURL: um ? "https://fapi.binance.com" : "https://api3.binance.com"
            case .testnetByURL: um ? "https://demo-fapi.binance.com" : "https://testnet.binance.vision"
            case .othersMarket: um ? "https://api.binance.com" : "https://fapi.binance.com"
            case .plainHTTP: um ? "http://fapi.binance.com" : "http://api.binance.com"
            case .dotted: um ? "https://fapi.binance.com." : "https://api.binance.com."
            }
            return switch self {
            case .recorded: .replay
            case .mainnet: .binance(.mainnet)
            case .testnet: .binance(.testnet)
            default: .binance(.other(try BaseURL(try #require(base))))
            }
        }

        func refusal(_ mode: TradingMode) -> String? {
            switch (self, mode) {
            case (.recorded, _): "recorded_market"
            case (.mainnet, .live), (.mainnetByURL, .live), (.testnet, .testnet), (.loopback, .testnet), (.testnetByURL, .testnet): nil
            case (.testnet, _), (.testnetByURL, _): "test_network"
            case (.othersMarket, .live): "other_market"
            case (_, .live): "foreign_host"
            default: "exchange_itself"
            }
        }
    }

    private static let proofs: [(ProofFile.Found, [String])] = [
        (.nothing("none"), ["no_proof"]),
        (.proof(DayProof(build: build, seeds: 1...1000, ended: .zero)), []),
        (.proof(DayProof(build: build, seeds: 5...1003, ended: .zero)), ["too_few_days"]),
        (.proof(DayProof(build: 8, seeds: 1...1000, ended: .zero)), ["proof_of_other_build"]),
        (.proof(DayProof(build: 8, seeds: 1...3, ended: .zero)), ["proof_of_other_build", "too_few_days"]),
    ]

    private static func confirmations(_ market: MarketKind) -> [(TradingGate.Confirmation, hasKey: String?, hasNone: String?)] {
        let (own, other) = market == .um ? ("um", "spot") : ("spot", "um")
        return [
            (.nobody, "unconfirmed", "unconfirmed"), (.terminal, nil, nil), (.notNeeded, nil, nil),
            (.words("real money on \(own) with account 01234567"), nil, "unconfirmed"),
            (.words("real money on \(other) with account 01234567"), "other_words", "unconfirmed"),
            (.words("real money on \(own) with account 01234568"), "other_words", "unconfirmed"),
            (.words("Real money on \(own) with account 01234567"), "other_words", "unconfirmed"),
            (.words("yes"), "other_words", "unconfirmed"), (.words(""), "other_words", "unconfirmed"),
        ]
    }

    private func names(_ verdict: TradingGate.Verdict) -> [String] {
        guard case .refused(let list) = verdict else { return [] }
        return list.map(\.name)
    }

    @Test(arguments: [TradingMode.live, .testnet], [MarketKind.um, .spot])
    func `all that stands against it is listed, each once and none that does not`(mode: TradingMode, market: MarketKind) throws {
        var allowed = 0
        for place in Place.allCases {
            for account in [TradingGate.Account.found(Self.label), .missing("no key")] {
                for (proof, ofProof) in Self.proofs {
                    for (confirmation, hasKey, hasNone) in Self.confirmations(market) {
                        let gate = TradingGate(
                            mode, try place.feed(market), market, account, proof: proof, build: Self.build, confirmation)
                        let isMissing = account == .missing("no key")
                        var expected = [place.refusal(mode), isMissing ? "no_key" : nil].compactMap(\.self)
                        if mode == .live { expected += ofProof + [isMissing ? hasNone : hasKey].compactMap(\.self) }
                        let verdict = gate.verdict(closedUntil: nil)
                        #expect(names(verdict) == expected, "\(place), \(account), \(proof), \(confirmation)")
                        let closed = gate.verdict(closedUntil: "then")
                        #expect(names(closed) == (mode == .live ? ["live_closed"] : []) + expected)
                        guard expected.isEmpty else { continue }
                        allowed += 1
                        let asks = mode == .live && confirmation == .terminal
                        let words = "real money on \(market == .um ? "um" : "spot") with account 01234567"
                        #expect(verdict == (asks ? .asks(words) : .allowed))
                    }
                }
            }
        }
        // LIVE: two places with one proof and three confirmations, of spot the same; else three places with anything.
        #expect(allowed == (mode == .live ? 2 * 1 * 3 : 3 * 5 * 9))
    }

    @Test func `paper and replay trade nobody's account, whatever else is so`() {
        for mode in [TradingMode.paper, .replay] {
            let gate = TradingGate(mode, .replay, .um, .missing(""), proof: .nothing(""), build: 0, .nobody)
            #expect(gate.verdict() == .allowed)
        }
    }

    @Test func `LIVE is closed in this build`() throws {
        let gate = TradingGate(
            .live, .binance(.mainnet), .um, .found(Self.label), proof: Self.proofs[1].0, build: Self.build,
            .words("real money on um with account 01234567"))
        #expect(names(gate.verdict()) == ["live_closed"])
        #expect(throws: HostError.self) { try TradingStart.check(gate) }
        #expect { try ProcessEnvironment { $0 == "STRATA_MODE" ? "LIVE" : nil } } throws: {
            "\($0)".contains("LIVE is refused in this build until orders' emergency rules have landed")
        }
    }

    @Test func `each refusal is a line that says what to do`() {
        let all: [GateRefusal] = [
            .closed(until: "then"), .recordedMarket("LIVE"), .testNetwork, .foreignHost("https://a"), .otherMarket("https://a", .um),
            .exchangeItself("https://a"), .noKey("no key"), .noProof("none"), .otherBuild(proved: 1, own: 2), .tooFewDays(3),
            .unconfirmed("words"), .unconfirmed(nil), .otherWords("words"),
        ]
        #expect(Set(all.map(\.name)).count == all.count - 1)
        for refusal in all {
            #expect("\(refusal)".hasPrefix(refusal.name + ": ") && refusal.text.count >= 6 && !refusal.text.contains("\n"))
        }
        let error = TradingStart.refusal(.live, [.testNetwork, .tooFewDays(3)])
        #expect("\(error)".contains("mode LIVE is refused, nothing was started:\n  test_network: "))
        #expect("\(error)".contains("\n  too_few_days: only 3 simulated days") && error.exitCode == 4)
    }

    @Test func `what a variable says is words, and nothing is nobody`() {
        #expect(TradingStart.named { _ in nil } == .nobody && TradingStart.named { _ in "" } == .nobody)
        #expect(TradingStart.named { $0 == "STRATA_CONFIRM_LIVE" ? "a" : nil } == .words("a"))
    }
}
