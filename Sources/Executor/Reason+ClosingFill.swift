import Market
import Messages

extension Reason {
    /// Why what protected a closed quantity goes: the order that closed it, and its price.
    init(closing fill: Fill) {
        switch fill.purpose {
        case .stop: self.init(.stopTouched, found: fill.price.double, limit: fill.price.double)
        case .target: self.init(.targetTouched, found: fill.price.double, limit: fill.price.double)
        case .liquidation: self.init(.liquidated, found: fill.price.double, limit: fill.price.double)
        case .emergency: self.init(.personAsked)
        case .exit: self.init(.exited)
        case .settlement: self.init(.dataCeased)
        case .entry: self.init(.oppositeSignal)
        }
    }
}
