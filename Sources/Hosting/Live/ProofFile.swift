import Bus
import Files
import Glibc
import Market
import Stages

/// Where the mark of played days lies (`DayProof`): beside the state folder, for this user alone.
public enum ProofFile {
    private static let name = "proved-days"

    /// What was found of it.
    public enum Found: Sendable, Hashable {
        case proof(DayProof)
        /// There is none, or none that can be taken; why.
        case nothing(String)
    }

    /// Its place by the state folder, which a run renames.
    public static func path(_ stateDirectory: String) -> String {
        let place = RealPath.future(stateDirectory) ?? stateDirectory
        guard let slash = place.lastIndex(of: "/") else { return name }
        return "\(place[..<slash])/\(name)"
    }

    /// Looks for it.
    public static func read(_ stateDirectory: String) -> Found {
        let path = path(stateDirectory)
        do {
            let bytes = try PrivateFile.read(
                path, named: "the mark of simulated days", cure: "let strata doctor --prove make it anew")
            guard let bytes else {
                return .nothing("no simulated days were played (there is no \(ForeignText.shown(path)))")
            }
            guard let proof = DayProof(String(decoding: bytes, as: UTF8.self)) else {
                return .nothing("\(ForeignText.shown(path)) is no mark of simulated days")
            }
            return .proof(proof)
        } catch {
            return .nothing("\(error)")
        }
    }

    /// Writes that days were played on a build under these seeds, until now.
    @discardableResult
    public static func write(
        _ build: UInt64, _ seeds: ClosedRange<UInt64>, _ stateDirectory: String
    ) throws(HostError) -> DayProof {
        let now = Timestamp(milliseconds: WallClock.now() / 1_000_000)
        let proof = DayProof(build: build, seeds: seeds, ended: now)
        let path = path(stateDirectory)
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try FileBytes.makeFolder(String(path[..<slash]))
        }
        try WholeFile.write(Array(proof.text.utf8), to: path)
        return proof
    }

    /// Takes it away: a day did not hold.
    public static func remove(_ stateDirectory: String) throws(HostError) {
        let path = path(stateDirectory)
        guard unlink(path) == 0 || errno == ENOENT else {
            throw .cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
    }
}
