import Exchanges
import Executor
import Market
import Messages
import Stages

/// A mistake of the keeper of stops, of the venue's core or of the signer, planted to see that it is found.
public enum PlantedAccountBug: String, Sendable, CaseIterable {
    /// A stop that is placed anew rests for what the first one did.
    case stopNotResized = "stop-not-resized"
    /// The target was filled, and nobody takes the stop back.
    case otherLegStays = "other-leg-stays"
    /// A stop is taken for placed and never sent.
    case stopForgotten = "stop-forgotten"
    /// An order whose answer is awaited goes out a second time.
    case sentTwice = "sent-twice"
    /// A fill is not told.
    case fillLost = "fill-lost"
    /// A fill is told without its fee.
    case feeForgotten = "fee-forgotten"
    /// An order is told to be cancelled that was only asked to be.
    case cancelBelieved = "cancel-believed"
    /// What the exchange says of how long to wait is not heeded.
    case waitIgnored = "wait-ignored"
    /// A signature is cut short now and then.
    case signatureCut = "signature-cut"
    /// A request goes out with the signature of another one.
    case signatureOfBefore = "signature-of-before"

    /// What of it the keeper's own wrapper plants.
    var ofKeeper: PlantedBug? {
        switch self {
        case .stopNotResized: .stopNotResized
        case .otherLegStays: .otherLegStays
        default: nil
        }
    }

    /// Whether an answer comes without its advice to wait.
    func forgetsWait(_ response: inout HTTPResponse) {
        guard self == .waitIgnored, response.pauseSeconds != nil else { return }
        response.status = 503
        response.headers.removeAll { $0.name == "Retry-After" }
    }

    /// A signed request, as it really leaves.
    func bend(_ request: HTTPRequest, after former: HTTPRequest?, count: Int) -> HTTPRequest {
        guard count % 40 == 39, request.security == .signed else { return request }
        var bent = request
        switch self {
        case .signatureCut: bent.target.removeLast()
        case .signatureOfBefore:
            guard let former, let own = request.target.firstRange(of: "&signature="),
                let other = former.target.firstRange(of: "&signature=")
            else { return request }
            bent.target = request.target[..<own.lowerBound] + String(former.target[other.lowerBound...])
        default: break
        }
        return bent
    }

    /// What the executor hears of the venue's word.
    func bend(_ word: VenueWord, count: Int) -> VenueWord? {
        guard case .event(var event) = word, event.kind == .filled, count % 7 == 6 else { return word }
        switch self {
        case .fillLost: return nil
        case .feeForgotten:
            event.fee = .zero
            return .event(event)
        default: return word
        }
    }

    /// What the venue answers of itself to an ask that it forgets.
    func forgets(_ id: RequestID, _ message: Message) -> VenueWord? {
        var answer = VenueAnswer()
        switch (self, message) {
        case (.stopForgotten, .place(let intent)) where intent.purpose == .stop:
            (answer.clientOrderID, answer.status) = (intent.clientOrderID, .new)
        case (.cancelBelieved, .venueCancel(let order)) where order.clientOrderID.bracketLeg == nil:
            (answer.clientOrderID, answer.status) = (order.clientOrderID, .cancelled)
        default: return nil
        }
        return .answered(id, .venueAnswer(answer))
    }
}
