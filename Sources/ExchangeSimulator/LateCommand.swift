import Exchanges

/// What is to be done at a connection time.
struct LateCommand: Sendable {
    let due: Int64
    let command: ServerCommand
}
