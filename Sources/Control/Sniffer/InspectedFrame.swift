import Messages

/// What a frame turned out to be.
enum InspectedFrame {
    case message(Header, Message)
    /// It can't be read: why, in a person's words.
    case refused(String)
}
