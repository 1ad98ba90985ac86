import Market
import Matching
import Messages
import Stages

extension Reason {
    /// Why what rested for a closed quantity goes: the order that closed it, with its trigger and price.
    init(closing order: VenueOrder, _ fill: MatchedFill) {
        let code: ReasonCode =
            switch order.intent.purpose {
            case .stop: .stopTouched
            case .target: .targetTouched
            case .liquidation: .liquidated
            case .emergency: .personAsked
            case .exit: .exited
            case .settlement: .dataCeased
            case .entry: .oppositeSignal
            }
        if let trigger = order.trigger.present {
            self.init(code, found: fill.price.double, limit: trigger.double)
        } else {
            self.init(code)
        }
    }
}
