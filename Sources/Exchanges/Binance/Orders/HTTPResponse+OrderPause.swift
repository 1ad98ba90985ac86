extension HTTPResponse {
    /// Whether it is orders alone that Binance wants no more of for now (its code -1015); what asks, and what
    /// cancels, goes on.
    public var pausesOrdersAlone: Bool {
        let told = body.prefix(256)
        guard status == 429, let code = told.firstRange(of: Array(#""code":-1015"#.utf8)) else {
            return false
        }
        // -10150 is another word.
        return code.upperBound == told.endIndex || !(48...57).contains(told[code.upperBound])
    }
}
