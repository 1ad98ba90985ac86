import CSimdJSON
import Market
import Messages

/// What an account's stream says of balances, positions and lists.
extension UserEventReader {
    func futuresAccount(_ body: [UInt8], _ time: Timestamp) throws(FeedProblem) -> AccountUpdate {
        var update = AccountUpdate()
        update.time = time
        var (balances, positions): ([UInt8], [UInt8]) = ([], [])
        try reader.rows(body, "", ["m", "=B", "=P"]) { (cells) in
            update.isFunding = FieldText.equal(cells[0].raw, "FUNDING_FEE")
            (balances, positions) = (Array(cells[1].raw), Array(cells[2].raw))
        }
        if !balances.isEmpty {
            try reader.rows(balances, "", ["a", "wb"]) { (cells) throws(FeedProblem) in
                let asset = ShortLabel(clipping: cells[0].word)
                update.balances.append(AssetBalance(asset, try cells[1].signed("wb")))
            }
        }
        guard !positions.isEmpty else { return update }
        try reader.rows(positions, "", ["s", "pa", "ep", "ps"]) { (cells) throws(FeedProblem) in
            // Of an account that holds long and short at once nothing is traded.
            guard FieldText.equal(cells[3].raw, "BOTH") else { return }
            var position = ExchangePosition()
            position.symbol = reader.symbol(cells[0])
            position.quantity = Quantity(raw: try cells[1].signed("pa"))
            position.entryPrice = try cells[2].average("ep")
            update.positions.append(position)
        }
        return update
    }

    func spotAccount(_ body: [UInt8], _ time: Timestamp) throws(FeedProblem) -> AccountUpdate {
        var update = AccountUpdate()
        update.time = time
        try reader.rows(body, "B", ["a", "f", "l"]) { (cells) throws(FeedProblem) in
            let (free, locked) = (try cells[1].signed("f"), try cells[2].signed("l"))
            let (total, isTooMuch) = free.addingReportingOverflow(locked)
            guard !isTooMuch else { throw .badValue(column: "l", found: "\(locked)", expected: "a balance") }
            update.balances.append(AssetBalance(ShortLabel(clipping: cells[0].word), total))
        }
        return update
    }

    func transfer(_ body: [UInt8]) throws(FeedProblem) -> AssetBalance {
        var found = AssetBalance()
        try reader.rows(body, "", ["a", "d"]) { (cells) throws(FeedProblem) in
            found = AssetBalance(ShortLabel(clipping: cells[0].word), try cells[1].signed("d"))
        }
        return found
    }

    func list(_ body: [UInt8]) throws(FeedProblem) -> UserEvent {
        var found = UserEvent.other("listStatus")
        try reader.rows(body, "", ["C", "L"]) { (cells) in
            found = .list(OrderName(cells[0].raw), isDone: !FieldText.equal(cells[1].raw, "EXECUTING"))
        }
        return found
    }
}
