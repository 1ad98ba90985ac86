import Market
import Messages
import Stages
import Testing

@Suite struct StateTests {
    @Test func `what is written is read back in order`() throws {
        var writer = StateWriter()
        writer.write(UInt8(7))
        writer.write([Price(1), Price(2)])
        writer.write([Position]())
        writer.write(Message(.kline))
        var reader = StateReader(writer.bytes)
        #expect(try reader.read(UInt8.self) == 7)
        #expect(try reader.readArray(of: Price.self) == [Price(1), Price(2)])
        #expect(try reader.readArray(of: Position.self).isEmpty)
        #expect(try reader.read(Message.self) == Message(.kline))
    }

    @Test func `state that is cut or claims too much is refused`() {
        var writer = StateWriter()
        writer.write([Price(1), Price(2), Price(3)])
        for length in writer.bytes.indices {
            var reader = StateReader(Array(writer.bytes[..<length]))
            #expect(throws: StateError.self, "cut at \(length)") { try reader.readArray(of: Price.self) }
        }
        var claims = StateWriter()
        claims.write(Int.max)
        var reader = StateReader(claims.bytes)
        #expect(throws: StateError.tooShort(at: 8, expected: .max)) { try reader.readArray(of: Price.self) }
        var negative = StateWriter()
        negative.write(-1)
        var second = StateReader(negative.bytes)
        #expect(throws: StateError.self) { try second.readArray(of: Price.self) }
    }

    @Test func `rows of another configuration are refused`() throws {
        var writer = StateWriter()
        writer.write([Price(1), Price(2)])
        var reader = StateReader(writer.bytes)
        #expect(throws: StateError.wrongCount(found: 2, expected: 3)) {
            try reader.readArray(of: Price.self, count: 3)
        }
        reader = StateReader(writer.bytes)
        #expect(try reader.readArray(of: Price.self, count: 2) == [Price(1), Price(2)])
    }

    @Test func `a book is read back level by level`() throws {
        var book = OrderBook()
        for price in 1...3 {
            book.set(BookLevel(price: Price(price), quantity: Quantity(price)), on: .buy, updateID: 8)
            book.set(BookLevel(price: Price(price + 5), quantity: Quantity(1)), on: .sell, updateID: 9)
        }
        var writer = StateWriter()
        writer.write(book)
        writer.write(OrderBook())
        var reader = StateReader(writer.bytes)
        #expect(try reader.readBook() == book)
        #expect(try reader.readBook() == OrderBook())
    }
}
