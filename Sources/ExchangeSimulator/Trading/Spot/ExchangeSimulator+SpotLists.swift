import Exchanges
import Market

/// Lists of orders that hang together.
extension ExchangeSimulator {
    /// Places a list; answers its place.
    mutating func placeList(
        _ draft: ListDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> Int {
        let open = desks[venue].lists.count {
            $0.account == account && $0.symbol == symbol && !$0.shown.isDone
        }
        guard open < 20 else { throw .filter("MAX_NUM_ORDER_LISTS") }
        if let name = draft.name,
            desks[venue].lists.contains(where: {
                $0.account == account && !$0.shown.isDone && $0.shown.name == name
            })
        {
            throw .duplicate
        }
        if draft.first == nil, let last = venues[venue].symbols[symbol].lastPrice {
            guard ListDraft.standApart(draft.legs, around: last) else { throw .priceRelation }
        }
        var orders: [DeskOrder] = []
        if let first = draft.first { orders.append(try checked(first, account, symbol, venue, at: time)) }
        for leg in draft.legs {
            orders.append(try checked(leg, account, symbol, venue, at: time, pends: draft.first != nil))
        }
        let places = try enterList(&orders, draft, venue, at: time)
        // What was waiting for this moment happens after all of them are there.
        for place in places where desks[venue][place].shown.status == .new { begin(place, venue, at: time) }
        react(venue, at: time)
        return desks[venue].lists.count - 1
    }

    private mutating func enterList(
        _ orders: inout [DeskOrder], _ draft: ListDraft, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> [Int] {
        let (account, symbol) = (orders[0].account, orders[0].symbol)
        let last = venues[venue].symbols[symbol].lastPrice ?? .zero
        // One leg alone can be filled, so the larger need is set aside, with the first order.
        var need = spotLock(orders[0].shown, last: last)
        if draft.first == nil {
            for order in orders.dropFirst() {
                guard let one = need, let other = spotLock(order.shown, last: last) else { throw .balance }
                need = max(one, other)
            }
        }
        guard let need, accounts[account].spot.lock(need, of: lockedAsset(orders[0])) else { throw .balance }
        orders[0].locked = need
        let id = Int64(desks[venue].lists.count)
        var list = PrintedOrderList(
            id: id, name: draft.name ?? desks[venue].nextName(), contingency: draft.contingency, at: time)
        // Its events name all of its orders, so their names are known first.
        let nextID = desks[venue].nextID
        for index in orders.indices {
            orders[index].shown.list = id
            if orders[index].shown.name.isEmpty { orders[index].shown.name = desks[venue].nextName() }
            if draft.first != nil, index > 0 { orders[index].shown.status = .pendingNew }
            list.orders.append((nextID + Int64(index), orders[index].shown.name))
        }
        let places = orders.indices.map { Int(nextID) - 1 + $0 }
        desks[venue].lists.append(
            DeskList(
                shown: list, account: account, symbol: symbol, first: draft.first == nil ? nil : places[0],
                legs: draft.first == nil ? places : Array(places.dropFirst())))
        tellList(Int(id), venue, at: time)
        for order in orders { _ = enter(order, venue) }
        return places
    }

    // MARK: What happens to its orders

    /// An order of a list was filled, wholly or in part.
    mutating func listFilled(_ place: Int, _ venue: Int, at time: Timestamp) {
        let id = Int(desks[venue][place].shown.list)
        let list = desks[venue].lists[id]
        guard !list.shown.isDone else { return }
        if place == list.first {
            if desks[venue][place].shown.status == .filled { released.append(id) }
            return
        }
        if list.legs.count == 1, desks[venue][place].isOpen { return }
        finish(id, except: place, .expired, .otherLeg, venue, at: time)
    }

    /// A leg fired: the other one is over.
    mutating func listTriggered(_ place: Int, _ venue: Int, at time: Timestamp) {
        let id = Int(desks[venue][place].shown.list)
        guard !desks[venue].lists[id].shown.isDone, desks[venue].lists[id].legs.count > 1 else { return }
        finish(id, except: place, .expired, .otherLeg, venue, at: time)
    }

    /// An order of a list is over without having been filled: so are all others.
    mutating func listEnded(_ place: Int, _ venue: Int, at time: Timestamp) {
        let order = desks[venue][place]
        let id = Int(order.shown.list)
        guard !desks[venue].lists[id].shown.isDone else { return }
        let status: PrintedOrderStatus = order.shown.status == .cancelled ? .cancelled : .expired
        let isFirst = place == desks[venue].lists[id].first
        let expiry: PrintedExpiry = status == .cancelled ? .none : isFirst ? .firstPhase : .otherLeg
        finish(id, except: place, status, expiry, venue, at: time)
    }

    private mutating func finish(
        _ id: Int, except place: Int, _ status: PrintedOrderStatus, _ expiry: PrintedExpiry, _ venue: Int,
        at time: Timestamp
    ) {
        desks[venue].lists[id].shown.isDone = true
        desks[venue].lists[id].shown.time = time
        for order in desks[venue].lists[id].shown.orders {
            let other = Int(order.id) - 1
            if other != place { end(other, status, expiry, venue, at: time) }
        }
        tellList(id, venue, at: time)
    }

    /// The first order of a list is filled: the others begin.
    mutating func release(list id: Int, _ venue: Int, at time: Timestamp) {
        let list = desks[venue].lists[id]
        let legs = list.legs.filter { desks[venue][$0].shown.status == .pendingNew }
        guard let first = legs.first else { return }
        let market = venues[venue].symbols[list.symbol]
        let last = market.lastPrice ?? .zero
        let needs = legs.map { spotLock(desks[venue][$0].shown, last: last) ?? .max }
        let owner = accounts[list.account].owner
        let fits = legs.allSatisfy { place in
            let order = desks[venue][place]
            if order.shown.type == .limitMaker {
                return !market.book.crosses(order.taker(owner, place: place))
            }
            return !order.shown.type.waits || order.shown.trailing > 0
                || !OrderDesk.fires(order.shown, at: last)
        }
        guard fits, let need = needs.max(),
            accounts[list.account].spot.lock(need, of: lockedAsset(desks[venue][first]))
        else {
            return finish(id, except: -1, .expired, .rejected, venue, at: time)
        }
        desks[venue][first].locked = need
        for leg in legs {
            desks[venue][leg].shown.status = .new
            desks[venue][leg].shown.updated = time
            if !desks[venue][leg].shown.type.waits {
                desks[venue][leg].shown.isWorking = true
                desks[venue][leg].shown.working = time
            }
            report(desks[venue][leg], .new, venue, at: time)
        }
        for leg in legs where desks[venue][leg].isOpen { begin(leg, venue, at: time) }
    }

    private mutating func tellList(_ id: Int, _ venue: Int, at time: Timestamp) {
        let list = desks[venue].lists[id]
        guard !spotEars[list.account].isEmpty else { return }
        let (name, stamp) = (venues[venue].symbols[list.symbol].listing.name, stamp(time))
        tellSpot(list.account, "listStatus") { unit in
            BinanceWriting.listStatus(list.shown, symbol: name, at: time, stamp, unit)
        }
    }
}
