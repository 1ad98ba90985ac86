import Testing

@testable import Exchanges

@Suite struct KeyPermissionsTests {
    private static let fields = [
        "enableWithdrawals", "enableReading", "enableSpotAndMarginTrading", "enableFutures", "ipRestrict", "enableInternalTransfer",
        "permitsUniversalTransfer",
    ]

    private func read(_ text: String) throws -> KeyPermissions {
        try KeyPermissions(Array(text.utf8), try #require(JSONReader()))
    }

    private func read(_ told: [String: String]) throws -> KeyPermissions {
        try read("{" + told.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
    }

    /// What Strata wants of a key.
    private static let best = [
        "enableWithdrawals": "false", "enableReading": "true", "enableSpotAndMarginTrading": "true", "enableFutures": "true",
        "ipRestrict": "true", "enableInternalTransfer": "false", "permitsUniversalTransfer": "false",
    ]

    @Test func `a key that trades and no more is taken without a word`() throws {
        let permissions = try read(Self.best)
        #expect(permissions.refusals(on: .um).isEmpty && permissions.refusals(on: .spot).isEmpty && permissions.warnings.isEmpty)
        #expect(permissions.withdraws == false && permissions.transfers == false && permissions.isBound == true)
    }

    @Test(arguments: fields)
    func `what is otherwise, missing or no flag is refused or told, never passed over`(field: String) throws {
        let opposite = Self.best[field] == "true" ? "false" : "true"
        for value in [opposite, nil, "null", "0", "\"\(Self.best[field] ?? "")x\"", "{}"] {
            var told = Self.best
            told[field] = value
            let permissions = try read(told)
            let words = (permissions.refusals(on: .um) + permissions.refusals(on: .spot) + permissions.warnings).joined(separator: "\n")
            #expect(words.contains(field), "\(value ?? "missing"): \(words)")
        }
    }

    @Test func `a market wants its own permission alone`() throws {
        var told = Self.best
        told["enableFutures"] = "false"
        #expect(try read(told).refusals(on: .spot).isEmpty)
        #expect(try read(told).refusals(on: .um) == ["the key is not let trade futures (enableFutures): let it, at the exchange"])
        told["enableWithdrawals"] = "true"
        let both = try read(told).refusals(on: .um)
        #expect(both.count == 2 && both[0].contains("may withdraw (enableWithdrawals)"))
    }

    @Test(arguments: ["", "[]", "nonsense", "{\"enableWithdrawals\":false", "\u{0}", "<html>"])
    func `an answer that can't be read makes nothing safe`(text: String) {
        guard let permissions = try? read(text) else { return }
        #expect(!permissions.refusals(on: .um).isEmpty && !permissions.refusals(on: .spot).isEmpty)
    }

    @Test func `nothing known is nothing safe`() {
        #expect(KeyPermissions().refusals(on: .um).count == 3 && KeyPermissions().warnings.count == 2)
    }
}
