/// What a socket for requests asks about itself: who it is, and what it hears.
enum SessionAction: String, Sendable, Hashable, CaseIterable {
    case logOn = "session.logon"
    case status = "session.status"
    case logOut = "session.logout"
    case subscriptions = "session.subscriptions"
    case subscribe = "userDataStream.subscribe"
    case subscribeSigned = "userDataStream.subscribe.signature"
    case unsubscribe = "userDataStream.unsubscribe"

    /// Whether it is of who is logged on, which both markets know.
    var isOfSession: Bool { self == .logOn || self == .status || self == .logOut }
    /// Whether it shows who asks by a signature of its own.
    var isSigned: Bool { self == .logOn || self == .subscribeSigned }
}
