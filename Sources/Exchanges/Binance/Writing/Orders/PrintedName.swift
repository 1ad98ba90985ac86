import Market

/// What a client calls an order: up to 36 characters at the exchange.
public typealias PrintedName = InlineText<40>
