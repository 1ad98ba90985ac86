import Glibc

/// The 95 % interval of a share, from how often something happened: Wilson (1927), "Probable Inference,
/// the Law of Succession, and Statistical Inference". Unlike the plain one it holds for few trials, too.
public enum WilsonInterval {
    /// Lower and upper end, 0 to 1; the whole range where there were no trials.
    public static func of(_ hits: Int, among trials: Int) -> ClosedRange<Double> {
        guard trials > 0, hits >= 0, hits <= trials else { return 0...1 }
        let (n, share) = (Double(trials), Double(hits) / Double(trials))
        let square = StudentT.normal * StudentT.normal
        let middle = share + square / (2 * n)
        let half = StudentT.normal * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        return max(0, (middle - half) / scale)...min(1, (middle + half) / scale)
    }
}
