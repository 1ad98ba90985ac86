import Configuration
import Hosting
import Stages

/// What `run` and `up` say of the recorded data, on stderr.
enum DataLines {
    /// Before anything starts: lines that are wrong, pairs without data in these times, settings that keep a
    /// pair from being traded. Settings under which nothing can be traded throw.
    static func tell(_ survey: DataSurvey, _ settings: Settings) throws(HostError) {
        let found = Tradability(settings, survey)
        try found.check()
        for line in survey.problems() { Output.complain(line) }
        for name in survey.silent { Output.complain("\(name) has no data between these times") }
        for line in found.lines { Output.complain(line) }
    }

    /// After everything: what was left out. An error where something is wrong with it.
    static func tellLast(_ survey: DataSurvey) throws(HostError) {
        if let line = try survey.lastWord() { Output.complain(line) }
    }
}
