import Configuration
import Market
import Messages

/// The limits that the executor holds its own books to, whatever was approved: the risk manager's rules of
/// exposure, order size, margin and balance, with room for what prices did since it judged
/// (decision 20).
public enum HardLimits {
    /// By how much an entry may pass a limit, fraction of it: what prices may do between an approval and its
    /// order. So nothing that the risk manager has just approved is refused, and no approval, whoever made
    /// it, brings the books further.
    public static let entrySlack = 0.05
    /// By how much the books may pass a limit before that is a breach, fraction of it. A position at its
    /// limit gets there by itself only where its price half as much again goes against or with it.
    public static let breachSlack = 0.5

    /// Why an entry may not join the books; `nil` where it may. It is valued at the higher of its reference
    /// price and the books' own mark.
    public static func refusal(
        of intent: OrderIntent, joining books: PortfolioView, by settings: Settings
    ) -> Refused? {
        var intent = intent
        intent.referencePrice = max(intent.referencePrice, books.symbols[intent.symbol.int].mark)
        let proposal = Proposal(OrderView(intent), in: books, by: settings, slack: entrySlack)
        return RuleCatalogue.judge(proposal, by: RuleCatalogue.books)
    }

    /// Which limit the books have passed by far, with its figures; `nil` where none. Only what is held
    /// counts: what is ordered can still be taken back.
    public static func breach(in books: PortfolioView, by settings: Settings) -> Reason? {
        var held = books
        held.promised = .zero
        for place in held.symbols.indices {
            (held.symbols[place].pendingBuy, held.symbols[place].pendingSell) = (.zero, .zero)
        }
        for place in held.symbols.indices where !held.symbols[place].position.isZero {
            var nothing = OrderIntent()
            nothing.symbol = SymbolID(place)
            let proposal = Proposal(OrderView(nothing), in: held, by: settings, slack: breachSlack)
            if let refused = RuleCatalogue.judge(proposal, by: RuleCatalogue.books) { return refused.reason }
        }
        return nil
    }
}
