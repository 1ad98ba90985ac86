import Messages
import Testing

@testable import BinanceVenue

/// An order's life, all of it: each phase, each piece of news, and each row of four of them.
@Suite struct OrderLifeTests {
    private static let news: [OrderNews] = [
        .wanted, .left, .stayed, .refused, .missed, .told(.new), .told(.partiallyFilled), .told(.filled), .told(.cancelled),
        .notFound(at: 5, isProof: false), .notFound(at: 9, isProof: true),
    ]

    /// The table of the type, a line a phase; what does not stand there changes nothing.
    private static let table: [(OrderLife.Phase, [(OrderNews, OrderLife.Phase)])] = [
        (.waiting, [(.left, .sent), (.refused, .ended)]), (.sent, [(.stayed, .waiting), (.refused, .ended), (.missed, .doubtful)]),
        (.doubtful, []), (.open, []), (.ended, []), (.absent, [(.wanted, .waiting)]),
    ]

    @Test func `each piece of news does in each phase what the table says`() {
        for (phase, moves) in Self.table {
            for news in Self.news {
                var life = OrderLife(phase)
                life.apply(news)
                let expected: OrderLife.Phase =
                    switch news {
                    case .told(let status) where phase != .ended: status.isFinal ? .ended : .open
                    default: moves.first { $0.0 == news }?.1 ?? phase
                    }
                #expect(life.phase == expected, "\(phase) after \(news)")
            }
        }
    }

    @Test func `what may have left is sent again only after the exchange's word or two proofs`() {
        var count = 0
        func go(_ life: OrderLife, _ path: [OrderNews], _ depth: Int) {
            guard depth > 0 else { return }
            for news in Self.news {
                var next = life
                next.apply(news)
                count += 1
                if next.phase == .waiting, life.phase != .waiting {
                    let may = life.phase == .sent && news == .stayed || life.phase == .absent && news == .wanted
                    #expect(may, "\(path + [news])")
                }
                if next.phase == .absent, life.phase != .absent {
                    #expect(life.phase == .doubtful && life.firstNotFound != .max && news == .notFound(at: 9, isProof: true))
                }
                if life.phase == .ended { #expect(next == life, "\(path + [news])") }
                go(next, path + [news], depth - 1)
            }
        }
        for phase in OrderLife.Phase.allCases { go(OrderLife(phase), [], 4) }
        #expect(count > 90_000)
    }

    @Test func `an answer of before a fill does not undo it`() {
        var life = OrderLife(.sent)
        life.apply(.told(.partiallyFilled))
        life.apply(.told(.new))
        #expect(life.phase == .open && life.status == .partiallyFilled)
        life.apply(.told(.filled))
        life.apply(.told(.cancelled))
        #expect(life.status == .filled)
    }

    @Test func `an order that was known is over once it is twice not found`() {
        var life = OrderLife(.open)
        life.apply(.notFound(at: 1, isProof: true))
        #expect(life.phase == .open)
        life.apply(.told(.new))
        life.apply(.notFound(at: 2, isProof: true))
        #expect(life.phase == .open)
        life.apply(.notFound(at: 3, isProof: true))
        #expect(life.phase == .ended && life.status == .cancelled)
    }

    @Test func `while the stream is away nothing is proof`() {
        var life = OrderLife(.doubtful)
        life.apply(.notFound(at: 1, isProof: false))
        life.doubtAnew()
        life.apply(.notFound(at: 2, isProof: true))
        #expect(life.phase == .doubtful)
    }
}
