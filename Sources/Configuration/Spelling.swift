/// Guesses what a person meant to write.
public enum Spelling {
    /// The candidate nearest to a text, or `nil` where none is near (over a third of its length away).
    public static func nearest(to text: String, of candidates: [String]) -> String? {
        let rated = candidates.map { (name: $0, distance: distance(text.lowercased(), $0.lowercased())) }
        guard let best = rated.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, text.count / 3) ? best.name : nil
    }

    /// Levenshtein (1966): the least number of insertions, deletions and replacements.
    public static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
