import Market
import Messages
import TestSupport
import Testing
import Wire

/// Every field that the catalogue gives bounds, held against them by the decoder.
@Suite struct BoundsTests {
    private let codec = Codec()

    /// The keys of a kind that have bounds, without the map they lie in, with what is expected of them.
    private func bounded(_ kind: MessageKind) throws -> [(key: String, expected: String)] {
        try FieldDocument.rows(of: kind).compactMap { row in
            let key = row.key.split(separator: ".").last.map(String.init) ?? row.key
            if row.type.hasSuffix("above 0") { return (key, "a number above 0") }
            guard row.type.hasPrefix("float64, ") else { return nil }
            return (key, String(row.type.dropFirst("float64, ".count)))
        }
    }

    @Test(arguments: MessageKind.allCases.filter { $0 != .signal })
    func `a value outside its bounds is refused by its field, its value and what was expected`(
        _ kind: MessageKind
    ) throws {
        for (key, expected) in try bounded(kind) {
            for seed in UInt64(1)...30 {
                let message = try RandomFields.message(
                    kind, seed: seed, symbols: codec.instruments.count, outside: key)
                let bytes = try codec.encode(message, Header())
                guard case .outOfRange(let field, let value, let text) = codec.failure(kind, bytes) else {
                    Issue.record("\(kind).\(key), seed \(seed): \(String(describing: codec.failure(kind, bytes)))")
                    continue
                }
                #expect(field == key && text == expected && !value.isEmpty, "\(kind).\(key): \(value), \(text)")
            }
        }
    }

    @Test func `fractions, confidences, quantities and stops have bounds in every message that carries them`() throws {
        let all = try MessageKind.allCases.flatMap { kind in try bounded(kind).map { "\(kind).\($0.key)" } }
        for field in [
            "signal.confidence", "signal.correlation_btc_eth", "signal.timestamp", "signal.qty", "signal.stop_loss",
            "riskCheck.confidence", "submit.qty", "submit.price", "order.stop_loss", "strategyUpdate.weight",
            "strategyUpdate.min_confidence", "tacticTargets.volatility_percentile", "report.logreg",
        ] {
            #expect(all.contains(field), "\(field) has no bounds")
        }
    }

    @Test(arguments: ["confidence", "correlation_btc_eth", "timestamp", "qty", "price", "stop_loss"])
    func `a signal out of its bounds comes through, for L1 reports it with the figure`(_ key: String) throws {
        for seed in UInt64(1)...30 {
            let message = try RandomFields.message(
                .signal, seed: seed, symbols: codec.instruments.count, outside: key)
            #expect(codec.failure(.signal, try codec.encode(message, Header())) == nil, "\(key), seed \(seed)")
            _ = try codec.decode(bare: .signal, try codec.encode(bare: message))
        }
    }
}
