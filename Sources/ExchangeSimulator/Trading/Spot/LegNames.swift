/// What an order's parameters are called: by themselves, or those of a list's leg.
struct LegNames: Sendable {
    let prefix: String

    init(_ prefix: String) { self.prefix = prefix }

    var type: String { named("type") }
    var side: String { named("side") }
    var quantity: String { named("quantity") }
    var price: String { named("price") }
    var stopPrice: String { named("stopPrice") }
    var trailing: String { named("trailingDelta") }
    var term: String { named("timeInForce") }
    var iceberg: String { named("icebergQty") }
    var name: String { prefix.isEmpty ? "newClientOrderId" : named("clientOrderId") }

    private func named(_ name: String) -> String {
        prefix.isEmpty ? name : prefix + name.prefix(1).uppercased() + name.dropFirst()
    }
}
