extension HTTPResponse {
    /// For how many seconds the exchange wants to be left in peace (403, 418 or 429); `nil` where it doesn't
    /// say so. It bans for three days at most: what says more is garbage.
    public var pauseSeconds: Int64? {
        guard [403, 418, 429].contains(status) else { return nil }
        let told = header("Retry-After").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        return told.map { min($0, 3 * 86_400) } ?? (status == 429 ? 60 : 120)
    }
}
