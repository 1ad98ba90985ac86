import Configuration
import L2Tactic

/// The three files of a configuration: the input stands for each in turn, beside two that are good.
struct ConfigurationBorder: Border {
    static let name = "configuration"
    private let safeList: SourceFile
    private let instruments: SourceFile
    private let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    init(folder: String) {
        safeList = SourceFile(name: "safe_list.json", bytes: Folder.read("\(root)/safe_list.json"))
        instruments = SourceFile(name: "instruments.json", bytes: Folder.read("\(root)/samples/instruments.json"))
    }

    mutating func feed(_ bytes: [UInt8]) -> String {
        let file = SourceFile(name: "input", bytes: bytes)
        return [
            outcome(file, instruments, nil), outcome(safeList, file, nil), outcome(safeList, instruments, file),
        ].joined(separator: " ")
    }

    private func outcome(_ list: SourceFile, _ table: SourceFile, _ strata: SourceFile?) -> String {
        do throws(ConfigurationError) {
            _ = try SettingsLoader.load(
                safeList: list, instruments: table, strata: strata,
                kinds: StrategyCatalogue.shipped.kinds)
            return "settings"
        } catch {
            // Without places and figures: the words that say what is wrong.
            return String(error.description.prefix(4000).filter { $0.isLetter || $0 == " " }.suffix(40))
        }
    }
}
