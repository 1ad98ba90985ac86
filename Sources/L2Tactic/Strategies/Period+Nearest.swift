import Indicators

extension Period {
    /// A length from the configuration. The loader refuses what lies outside the indicators' range; a
    /// value that came past it is brought to the nearest end, so that no stage can fail half-built.
    init(nearest length: Int) {
        self = (try? Period(min(max(length, Period.minimum), Period.maximum))) ?? 2
    }
}
