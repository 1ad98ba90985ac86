/// How an account trades a contract.
struct ContractTerms: Sendable {
    var leverage: Int64 = 20
    var isIsolated = false
}
