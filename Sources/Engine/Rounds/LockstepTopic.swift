/// The topics of requests and answers, which are frames like all others in lockstep:
/// "ask/risk-manager.0/risk_check", "answer/l1-operational.0/risk_verdict".
package struct LockstepTopic: Hashable {
    /// Whether somebody asks or answers.
    package enum Verb: String, BitwiseCopyable { case ask, answer }

    /// The first part of the topic.
    package let verb: Verb
    /// The process for which it is.
    package let address: String
    /// The topic of the message itself.
    package let kind: String

    /// Reads a topic; `nil` where it is none of a request or an answer.
    package init?(_ topic: some Collection<UInt8>) {
        guard topic.first == UInt8(ascii: "a"), topic.count <= 200 else { return nil }
        let parts = topic.split(separator: UInt8(ascii: "/"), maxSplits: 2)
        guard parts.count == 3, let verb = Verb(rawValue: String(decoding: parts[0], as: UTF8.self)) else {
            return nil
        }
        self.verb = verb
        address = String(decoding: parts[1], as: UTF8.self)
        kind = String(decoding: parts[2], as: UTF8.self)
    }

    /// The process to which a topic is addressed; `nil` where it is for all. Asks for no memory.
    package static func address(of topic: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let slash = UInt8(ascii: "/")
        guard let first = topic.firstIndex(of: slash) else { return nil }
        let verb = UnsafeRawBufferPointer(rebasing: topic[..<first])
        guard verb.elementsEqual("ask".utf8) || verb.elementsEqual("answer".utf8) else { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: topic[(first + 1)...])
        return rest.firstIndex(of: slash).map { UnsafeRawBufferPointer(rebasing: rest[..<$0]) }
    }

    /// Whether a topic carries a request.
    package static func isAsk(_ topic: UnsafeRawBufferPointer) -> Bool {
        topic.count > 4 && topic[0] == UInt8(ascii: "a") && topic[3] == UInt8(ascii: "/")
            && UnsafeRawBufferPointer(rebasing: topic[..<3]).elementsEqual("ask".utf8)
    }

    /// The topic's bytes.
    package static func bytes(_ verb: Verb, _ address: String, _ kind: StaticString) -> [UInt8] {
        Array("\(verb.rawValue)/\(address)/\(kind)".utf8)
    }
}
