import Exchanges
import Market

/// How futures accounts trade: leverage, margin, and which positions they have.
extension ExchangeSimulator {
    mutating func setLeverage(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        guard let leverage = try call.parameters.whole("leverage") else { throw .missing("leverage") }
        let listing = venues[call.venue].symbols[symbol].listing
        let table = BracketTable(listing)
        guard (1...table.mostLeverage).contains(leverage) else {
            throw ExchangeError(-4028, "Leverage \(leverage) is not valid")
        }
        let old = accounts[call.account].futures.terms[symbol]
        let rows = positions(call.account, call.venue).filter { $0.slot / 3 == symbol }
        let hasPosition = rows.contains { !$0.row.quantity.isZero }
        if old.isIsolated, hasPosition, leverage < old.leverage { throw .isolatedReduction }
        let most = table.most(at: leverage)
        guard rows.allSatisfy({ $0.row.notional.magnitude <= Money(Int(most)) }) else {
            throw .positionTooLarge
        }
        accounts[call.account].futures.terms[symbol].leverage = leverage
        let after = margin(call.account, positions(call.account, call.venue))
        let has = after.crossWallet + after.crossUnrealised
        if leverage < old.leverage, after.initialMargin > has {
            accounts[call.account].futures.terms[symbol].leverage = old.leverage
            throw .leverageTooSmall
        }
        tellFutures(
            call.account, "ACCOUNT_CONFIG_UPDATE",
            BinanceWriting.configUpdate(
                leverage: (listing.name, leverage), isMultiAsset: false, at: call.time, stamp(call.time)))
        return Self.told {
            $0.text("symbol", listing.name)
            $0.integer("leverage", leverage)
            $0.text("maxNotionalValue", "\(most)")
        }
    }

    mutating func setMarginType(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        let isIsolated: Bool
        switch try call.parameters.mandatory("marginType") {
        case "ISOLATED": isIsolated = true
        case "CROSSED": isIsolated = false
        default: throw .invalid("marginType")
        }
        let wallet = accounts[call.account].futures
        guard wallet.terms[symbol].isIsolated != isIsolated else { throw .sameMarginType }
        let hasOrders = hasOrders(call.account, call.venue, symbol)
        guard !hasOrders else { throw .marginTypeOrders }
        let slots = symbol * 3..<symbol * 3 + 3
        guard slots.allSatisfy({ wallet[$0].held.isFlat }) else { throw .marginTypePosition }
        accounts[call.account].futures.terms[symbol].isIsolated = isIsolated
        return Self.done()
    }

    /// Whether an account has orders that stand or wait, on one contract or on any.
    private func hasOrders(_ account: Int, _ venue: Int, _ symbol: Int? = nil) -> Bool {
        desks[venue].open[account].contains { symbol == nil || desks[venue][$0].symbol == symbol }
            || algos.contains {
                $0.account == account && $0.shown.status.isWaiting && (symbol == nil || $0.symbol == symbol)
            }
    }

    mutating func setSides(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        guard let isHedged = try call.parameters.flag("dualSidePosition") else {
            throw .missing("dualSidePosition")
        }
        guard accounts[call.account].futures.isHedged != isHedged else { throw .sameSide }
        guard !hasOrders(call.account, call.venue) else { throw .sideOrders }
        guard !accounts[call.account].futures.hasPosition else { throw .sidePosition }
        accounts[call.account].futures.isHedged = isHedged
        return Self.done()
    }

    mutating func setAssetMode(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        guard let isMulti = try call.parameters.flag("multiAssetsMargin") else {
            throw .missing("multiAssetsMargin")
        }
        guard accounts[call.account].futures.isMultiAsset != isMulti else { throw .sameAssetMode }
        accounts[call.account].futures.isMultiAsset = isMulti
        tellFutures(
            call.account, "ACCOUNT_CONFIG_UPDATE",
            BinanceWriting.configUpdate(
                leverage: nil, isMultiAsset: isMulti, at: call.time, stamp(call.time)))
        return Self.done()
    }

    /// Moves a part of the wallet to an isolated position, or back.
    mutating func setPositionMargin(_ call: AccountCall) throws(ExchangeError) -> [UInt8] {
        let symbol = try spotSymbol(call)
        guard let amount: Money = try call.parameters.decimal("amount") else { throw .missing("amount") }
        guard let kind = try call.parameters.whole("type") else { throw .missing("type") }
        guard kind == 1 || kind == 2, amount.isPositive else { throw .invalid("type") }
        let side: PrintedPositionSide = try call.parameters.word("positionSide", or: .positionSide) ?? .both
        let slot = FuturesWallet.slot(symbol, side)
        guard accounts[call.account].futures.terms[symbol].isIsolated else { throw .crossedMargin }
        let position = accounts[call.account].futures[slot]
        guard !position.held.isFlat else { throw .noPosition }
        let rows = positions(call.account, call.venue)
        if kind == 1 {
            guard amount <= margin(call.account, rows).available else { throw .marginInsufficient }
            accounts[call.account].futures[slot].isolated += amount
        } else {
            let needed = rows.first { $0.slot == slot }?.row.initialMargin ?? .zero
            guard amount <= position.isolated - needed else { throw .marginInsufficient }
            accounts[call.account].futures[slot].isolated -= amount
        }
        tellAccount(call.account, "MARGIN_TRANSFER", slots: [slot], call.venue, at: call.time)
        return Self.told {
            $0.key("amount")
            $0.whole(Array(amount.description.utf8))
            $0.integer("code", 200)
            $0.text("msg", "Successfully modify position margin.")
            $0.integer("type", kind)
        }
    }
}
