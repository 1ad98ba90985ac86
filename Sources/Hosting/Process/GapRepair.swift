import Bus
import Delivery
import Engine
import Market

/// Fetches frames that were missed in a free run from those who said them, over links of its own. The reactor
/// never waits for it.
package final class GapRepair {
    private let questions: GapQuestions
    private var links: [RequestLink] = []

    /// Links to the answering sockets of those who are heard.
    package init(
        _ members: [Topology.Member], _ endpoints: Endpoints, _ context: Context, _ reactor: Reactor
    ) throws(BusError) {
        questions = GapQuestions(members.map { Label(clipping: $0.name) })
        for member in members {
            let link = try RequestLink(to: endpoints.answerer(member), in: context, limit: 4)
            _ = reactor.watch(link)
            links.append(link)
        }
    }

    /// When it wants to be called next.
    package func due(_ receiver: FrameReceiver, now: Int64) -> Int64 {
        links.reduce(questions.due(receiver, now: now)) { min($0, $1.nextDeadline) }
    }

    /// Takes what was fetched, gives up what came too late, and asks for what is missing now.
    package func progress(_ receiver: FrameReceiver, now: Int64) throws(BusError) {
        for index in links.indices where links[index].pending > 0 {
            try links[index].progress(now: now) { _, outcome in
                questions.take(AskOutcome(outcome), from: index, receiver, now: now)
            }
        }
        var wanted: [GapQuestions.Question] = []
        questions.progress(receiver, now: now) { wanted.append($0) }
        for question in wanted {
            _ = try links[question.source].ask(
                topic: question.topic, payload: question.payload, answerBy: question.answerBy)
        }
    }
}

extension AskOutcome {
    /// As a link told it; its frames live as long.
    package init(_ outcome: RequestOutcome) {
        switch outcome {
        case .answered(let frames): self = .answered(topic: frames.topic, payload: frames.payload)
        case .unanswered(.neverSent), .unanswered(.queueFull): self = .neverSent
        case .unanswered: self = .noAnswer
        }
    }
}
