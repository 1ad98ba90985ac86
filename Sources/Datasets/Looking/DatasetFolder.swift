import Files
import Market
import Stages
import Storage

/// What recorded data lies under a folder.
public struct DatasetFolder: Sendable {
    /// Folders below folders that are looked into.
    private static let depthLimit = 8

    /// Path of the folder, or of one file.
    public let path: String
    /// By market, pair and kind.
    public private(set) var groups: [DatasetGroup] = []
    /// Files of downloads that are not whole.
    public private(set) var parts: [String] = []

    /// Looks through a folder. One that is not there, or holds no recorded data, is an error.
    public init(_ path: String) throws(HostError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        var files: [DatasetFile] = []
        switch PathKind(path) {
        case .folder: look(into: path, place: "", market: Self.market(of: path), depth: 0, &files)
        case .file:
            let parts = path.split(separator: "/").map(String.init)
            take(
                parts.last ?? "", in: parts.dropLast().last ?? "", path: path, place: parts.last ?? "",
                Self.market(of: path), &files)
        case let kind:
            throw .cannotRead(path: path, why: "there is \(kind.text); expected a folder of data")
        }
        guard !files.isEmpty || !parts.isEmpty else {
            throw .data(
                "\(path) holds no recorded data; expected files called like BTCUSDT-1m.csv.gz, as in "
                    + "docs/howto/use-your-own-data.md")
        }
        groups = Self.grouped(files)
    }

    private mutating func look(
        into folder: String, place: String, market: MarketKind?, depth: Int, _ files: inout [DatasetFile]
    ) {
        let own = folder.split(separator: "/").last.map(String.init) ?? ""
        for name in FolderNames.all(in: folder).sorted() where !name.hasPrefix(".") {
            let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            let below = place.isEmpty ? name : "\(place)/\(name)"
            switch PathKind(path) {
            case .folder where depth < Self.depthLimit:
                let market = Self.market(of: name) ?? market
                look(into: path, place: below, market: market, depth: depth + 1, &files)
            case .file: take(name, in: own, path: path, place: below, market, &files)
            default: break
            }
        }
    }

    private mutating func take(
        _ name: String, in folder: String, path: String, place: String, _ market: MarketKind?,
        _ files: inout [DatasetFile]
    ) {
        if name.hasSuffix(".csv.part") { parts.append(path) }
        guard let told = DataFileName(name, in: folder) else { return }
        files.append(
            DatasetFile(
                path: path, place: place, name: told, market: market, size: Int64(FileBytes.size(path))))
    }

    /// The market that a folder on the way is called after; the last one counts.
    private static func market(of path: String) -> MarketKind? {
        switch path.split(separator: "/").last(where: { $0 == "spot" || $0 == "um" }) {
        case "spot": .spot
        case "um": .um
        default: nil
        }
    }

    private static func grouped(_ files: [DatasetFile]) -> [DatasetGroup] {
        struct Key: Hashable {
            let market: MarketKind?
            let symbol: String
            let word: String
        }
        let byKey = Dictionary(grouping: files) {
            Key(market: $0.market, symbol: $0.name.symbol, word: $0.name.word)
        }
        return byKey.values.compactMap { files in
            files.first.map {
                DatasetGroup(
                    market: $0.market, symbol: $0.name.symbol, content: $0.name.content,
                    files: files.sorted { $0.path < $1.path })
            }
        }
        .sorted { ($0.marketName, $0.symbol, $0.word) < ($1.marketName, $1.symbol, $1.word) }
    }
}
