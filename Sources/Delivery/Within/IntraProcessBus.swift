import Engine

/// What the stages of one process say to and ask one another, in memory: the frames that a PUB socket would
/// carry, to those who subscribe, and requests with their answers, byte for byte the same.
///
/// Each stage has one queue for all of it, so it hears what each other one said, asked and answered in the
/// order in which that was. Nothing is lost and nothing wakes anybody: the shell hands on what waits before
/// it sleeps. What waits is what one turn of the others came to.
package final class IntraProcessBus {
    /// Requests of one stage that may wait for their answers; a further one is not taken.
    static let askLimit = 256

    /// A request without its answer.
    private struct Question {
        let number: Int
        let line: RequestLine
        let ticket: Int
        let answerBy: Int64
    }

    private struct Place {
        let member: Topology.Member
        var prefixes: [[UInt8]] = []
        var table = PrefixTable([])
        var waiting = WordQueue()
        /// The memory of the queue that is being handed over is used again.
        var spare = WordQueue()
        var questions: [Question] = []
    }

    private var places: [Place]
    /// Numbers of requests go down from here.
    private var number = 0

    /// Between the stages of one process.
    package init(_ members: [Topology.Member]) { places = members.map { Place(member: $0) } }

    /// How many stages it has.
    var count: Int { places.count }

    /// Where a stage stands; `nil` where it is not of this process.
    func place(of member: Topology.Member) -> Int? { places.firstIndex { $0.member == member } }

    /// Whether something waits for a stage.
    func hasWords(for place: Int) -> Bool { !places[place].waiting.isEmpty }

    /// A stage hears topics that begin so, from now on.
    func subscribe(_ place: Int, to prefix: [UInt8]) {
        places[place].prefixes.append(prefix)
        places[place].table.add(prefix)
    }

    /// What the others hear.
    func prefixes(without place: Int) -> [[UInt8]] {
        let all = places.indices.filter { $0 != place }.flatMap { places[$0].prefixes }
        return all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    /// Says a frame to the others who subscribe.
    func publish(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, from place: Int
    ) {
        for other in places.indices where other != place && places[other].table.matches(topic) {
            places[other].waiting.append(.frame, topic, payload)
        }
    }

    /// Asks another one; false where too many of its requests wait. Once taken, it comes to one outcome: by
    /// `takeAll` or by `expire`.
    func ask(
        _ other: Int, from place: Int, on line: RequestLine, ticket: Int, topic: UnsafeRawBufferPointer,
        payload: UnsafeRawBufferPointer, answerBy: Int64
    ) -> Bool {
        guard places[place].questions.count < Self.askLimit else { return false }
        number -= 1
        places[place].questions.append(
            Question(number: number, line: line, ticket: ticket, answerBy: answerBy))
        places[other].waiting.append(.request(number), topic, payload)
        return true
    }

    /// Answers a request; what nobody waits for any more is dropped.
    func answer(
        _ request: Int, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) {
        for place in places.indices {
            guard let index = places[place].questions.firstIndex(where: { $0.number == request }) else {
                continue
            }
            let question = places[place].questions.remove(at: index)
            let word = IntraProcessWord.answer(question.line, ticket: question.ticket)
            return places[place].waiting.append(word, topic, payload)
        }
    }

    /// Hands a stage what waits for it; what comes meanwhile waits for the next call.
    func takeAll(
        _ place: Int,
        _ body: (IntraProcessWord, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        var queue = places[place].spare
        places[place].spare = WordQueue()
        swap(&queue, &places[place].waiting)
        try queue.forEach(body)
        queue.clear()
        places[place].spare = queue
    }

    /// The earliest moment by which a stage's request is to be answered, monotonic ns.
    func nextDeadline(of place: Int) -> Int64 {
        places[place].questions.reduce(.max) { min($0, $1.answerBy) }
    }

    /// Gives up what was not answered by now: the line and ticket of each.
    func expire(_ place: Int, now: Int64) -> [(line: RequestLine, ticket: Int)] {
        guard nextDeadline(of: place) <= now else { return [] }
        let late = places[place].questions.filter { $0.answerBy <= now }
        places[place].questions.removeAll { $0.answerBy <= now }
        return late.map { ($0.line, $0.ticket) }
    }
}
