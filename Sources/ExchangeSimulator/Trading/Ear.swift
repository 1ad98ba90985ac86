import Exchanges

/// A socket that hears an account's events.
struct Ear: Sendable, Hashable {
    let connection: ConnectionID
    /// Spot's number of the subscription on that socket; futures' listenKey.
    var subscription: Int64 = 0
    var listenKey = ""
    let unit: TimeUnit
    /// Whether events come with the stream's name.
    var isCombined = false
    /// The events that it wants; all where none is named.
    var events: [String] = []

    func wants(_ event: String) -> Bool { events.isEmpty || events.contains(event) }
}
