import Indicators

extension Period {
    /// The nearest length that an indicator's window can have.
    init(clamping length: Int) {
        do {
            try self.init(min(Period.maximum, max(Period.minimum, length)))
        } catch {
            self = 20
        }
    }
}
