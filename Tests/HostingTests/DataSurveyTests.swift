@testable import Hosting
import Stages
import TestSupport
import Testing

@Suite struct DataSurveyTests {
    /// What is kept is what would be read once more: the events, and the candles before them.
    @Test(arguments: ["", "2025-05-05T10:00"])
    func `data that was kept plays as the files do`(_ from: String) throws {
        let settings = House(at: .zero).settings
        let to = "2025-05-06"
        let kept = try DataSurvey("samples/klines", settings, from: from, to: to, keeping: true)
        let read = try DataSurvey("samples/klines", settings, from: from, to: to)
        var memory = try kept.source("/nowhere", settings)
        var files = try read.source("samples/klines", settings, from: from, to: to)
        #expect(try memory.all() == files.all())
        #expect(memory.history == files.history && memory.history.isEmpty == from.isEmpty)
        #expect(memory.report == files.report)
        #expect(throws: HostError.self) { try read.source("/nowhere", settings) }
    }

    @Test func `fills that queue in a book are refused by the pair's name where the data holds none`() throws {
        var settings = House(at: .zero).settings
        let survey = try DataSurvey("samples/klines", settings, from: "2025-05-05", to: "2025-05-06")
        try Tradability(settings, survey).check()
        settings.paper.fill = .book
        let error = #expect(throws: HostError.self) { try Tradability(settings, survey).check() }
        for pair in survey.pairs {
            let line = "\(pair.name) can't be filled: its data holds no book"
            #expect(error?.description.contains(line) == true, "\(String(describing: error))")
        }
    }
}
