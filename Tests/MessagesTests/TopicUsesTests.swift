import Market
import Messages
import Testing

@Suite struct TopicUsesTests {
    @Test func `what is remembered, journalled and shown are columns of the catalogue`() {
        let remembered: KindSet = [
            .strategyUpdate, .drift, .tacticTargets, .fill, .orderState, .account, .feedHealth, .pnlUpdate, .riskAlert,
        ]
        #expect(TopicCatalogue.kinds(.remembered) == remembered)
        let journalled: KindSet = [
            .strategyUpdate, .drift, .tacticTargets, .reasoning, .executionPlan, .signal, .order, .report, .alert,
            .riskAlert, .fill, .orderState, .account, .riskDecision,
        ]
        #expect(TopicCatalogue.kinds(.journalled) == journalled)
    }

    @Test func `nothing is journalled that a person does not see, and no request is shown`() {
        for entry in TopicCatalogue.entries {
            if entry.uses.contains(.journalled) { #expect(entry.uses.contains(.shown), "\(entry.kind)") }
            if entry.delivery == .request || entry.delivery == .local { #expect(entry.uses.isEmpty, "\(entry.kind)") }
        }
    }

    @Test func `a signal is asked for by its own name, other requests by their topic`() {
        let table = InstrumentTable([])
        #expect(TopicCatalogue.kind(ofRequest: Array("signal".utf8), table) == .signal)
        #expect(TopicCatalogue.kind(ofRequest: Array("halt".utf8), table) == .halt)
        #expect(TopicCatalogue.kind(ofRequest: Array("sign".utf8), table) == nil)
    }
}
