import Configuration
import Indicators
import Testing

@Suite struct PeriodTests {
    @Test func `the configuration takes the lengths that an indicator's window can have, and no others`() {
        #expect(StrategyParameters.periods == Period.minimum...Period.maximum)
    }
}
