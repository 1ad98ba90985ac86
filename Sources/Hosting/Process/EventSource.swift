import Market
import Messages
public struct RecordedEvent { public var message: Message; public var time: Timestamp }
public protocol EventSource { mutating func next() throws -> RecordedEvent? }
