import Messages

/// Requests that wait for their turn: the first is with the stage, the others stand behind it.
struct OwedAnswers {
    /// How many may wait.
    static let limit = 256

    /// One request and its number: the way back to who asked; `nil` where nobody waits.
    struct Request {
        let asker: Int?
        let kind: MessageKind
        let topic: [UInt8]
        let payload: [UInt8]

        init(_ asker: Int?, _ kind: MessageKind, _ topic: [UInt8], _ payload: [UInt8]) {
            self.asker = asker
            self.kind = kind
            self.topic = topic
            self.payload = payload
        }
    }

    private var requests: [Request] = []
    /// Whether the stage has the first; after a restart it may have one whose asker is forgotten.
    private var isFirstWithStage = false

    var isEmpty: Bool { requests.isEmpty }

    /// Puts a request at the end of the line; `false` where it is full.
    @discardableResult
    mutating func wait(_ request: Request) -> Bool {
        guard requests.count < Self.limit else { return false }
        requests.append(request)
        return true
    }

    /// A request has its turn with the stage.
    mutating func turnCame(_ topic: [UInt8], _ payload: [UInt8]) {
        isFirstWithStage = requests.first.map { $0.topic == topic && $0.payload == payload } ?? false
    }

    /// The request that the stage has answered, or given up; `nil` where nobody waits for that.
    mutating func takeFirst() -> Request? {
        guard isFirstWithStage, !requests.isEmpty else { return nil }
        isFirstWithStage = false
        return requests.removeFirst()
    }

    /// Takes all that stand in line, for another look at each.
    mutating func takeAll() -> [Request] {
        defer { requests = [] }
        return requests
    }
}
