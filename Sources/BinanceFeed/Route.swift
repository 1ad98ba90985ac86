import Market

/// The two kinds of connections that the futures market has; spot has one.
enum Route: Sendable, Hashable {
    case publicStreams, marketStreams

    /// The path of its combined streams.
    func path(_ market: MarketKind) -> String {
        switch (market, self) {
        case (.spot, _): "/stream"
        case (.um, .publicStreams): "/public/stream"
        case (.um, .marketStreams): "/market/stream"
        }
    }
}
