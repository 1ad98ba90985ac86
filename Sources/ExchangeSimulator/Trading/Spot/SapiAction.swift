/// What an account asks beside its market.
enum SapiAction: String, Sendable, Hashable, CaseIterable {
    case tradeFees = "GET /sapi/v1/asset/tradeFee"
    case burnsBNB = "GET /sapi/v1/bnbBurn"
    case burnBNB = "POST /sapi/v1/bnbBurn"
    case restrictions = "GET /sapi/v1/account/apiRestrictions"
}
