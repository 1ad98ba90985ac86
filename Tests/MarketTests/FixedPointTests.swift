import Market
import TestSupport
import Testing

@Suite struct FixedPointTests {
    @Test func `text and value are one`() throws {
        for seed in UInt64(1)...5000 {
            var generator = SeededGenerator(seed: seed)
            let value = Price(raw: Int64(bitPattern: generator.next()) >> Int64(generator.next() % 60))
            guard value != .absent else { continue }
            #expect(try Price(value.description) == value, "seed \(seed)")
        }
        #expect(try Price("0.00150000").description == "0.0015")
        #expect(try Price("-12").description == "-12")
        #expect(try Price("1.000000000000").raw == fixedPointScale)
        #expect(try Price(".5").raw == 50_000_000)
        #expect(try Quantity("92233720368.54775807").raw == .max)
    }

    @Test(arguments: [
        ("", DecimalError.malformed), ("-", .malformed), (".", .malformed), ("1e5", .malformed), ("+1", .malformed),
        (" 1", .malformed), ("1.2.3", .malformed), ("NaN", .malformed), ("1,5", .malformed), ("٣", .malformed),
        ("0.000000001", .tooManyDecimals), ("92233720368.54775808", .outOfRange), ("92233720369", .outOfRange),
        ("999999999999999999999999", .outOfRange),
    ])
    func `text that is no decimal number is refused`(text: String, why: DecimalError) {
        #expect(throws: why) { try Price(text) }
    }

    @Test func `a number of fifteen digits is the same after its way as a float64`() throws {
        for seed in UInt64(1)...20_000 {
            var generator = SeededGenerator(seed: seed)
            let digits = Int64(generator.next() % 1_000_000_000_000_000)
            let decimals = 5 + Int(generator.next() % 4)
            let scale = (decimals..<8).reduce(Int64(1)) { power, _ in power * 10 }
            let value = Quantity(raw: seed % 2 == 0 ? -digits * scale : digits * scale)
            #expect(value.isKeptByFloat64 && Quantity(value.double) == value, "seed \(seed)")
        }
        for text in ["200000000.1", "12345678901.5", "-33554432.00000001", "90000000000", "33554431.99999999"] {
            #expect(try Quantity(text).isKeptByFloat64, "\(text)")
        }
        for text in ["90071992.54740993", "200000000.09999999", "9007199254.00000001"] {
            #expect(try !Quantity(text).isKeptByFloat64, "\(text)")
        }
    }

    @Test func `products go through 128 bits and never trap`() {
        for seed in UInt64(1)...5000 {
            var generator = SeededGenerator(seed: seed)
            func draw() -> Int64 { Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64) }
            let (a, b, divisor) = (draw(), draw(), draw())
            guard divisor != 0 else {
                #expect(multiplyDivide(a, b, by: divisor, .down) == nil)
                continue
            }
            let exact = Int128(a) * Int128(b)
            let (quotient, remainder) = exact.quotientAndRemainder(dividingBy: Int128(divisor))
            let away: Int128 = (exact < 0) != (divisor < 0) ? -1 : 1
            let up = quotient + (remainder == 0 ? 0 : away)
            let nearest = quotient + (remainder.magnitude * 2 >= divisor.magnitude ? away : 0)
            func fits(_ value: Int128) -> Int64? { value.magnitude <= Int64.max.magnitude ? Int64(value) : nil }
            #expect(multiplyDivide(a, b, by: divisor, .down) == fits(quotient), "seed \(seed)")
            #expect(multiplyDivide(a, b, by: divisor, .up) == fits(up), "seed \(seed)")
            #expect(multiplyDivide(a, b, by: divisor, .nearest) == fits(nearest), "seed \(seed)")
        }
    }

    @Test func `rounding goes to the grid on the side that was asked for`() {
        for seed in UInt64(1)...5000 {
            var generator = SeededGenerator(seed: seed)
            let value = Quantity(raw: Int64(bitPattern: generator.next()) >> 8)
            let step = Quantity(raw: Int64(generator.next() >> 36) + 1)
            let (down, up) = (value.rounded(to: step, .down), value.rounded(to: step, .up))
            let nearest = value.rounded(to: step, .nearest)
            #expect(down.isMultiple(of: step) && up.isMultiple(of: step) && nearest.isMultiple(of: step))
            #expect(down.magnitude <= value.magnitude && up.magnitude >= value.magnitude, "seed \(seed)")
            #expect((up - down).magnitude <= step && (nearest - value).magnitude + (nearest - value).magnitude <= step)
        }
        #expect(Price(raw: 15).rounded(to: Price(raw: 10), .nearest) == Price(raw: 20))
        #expect(Price(raw: -15).rounded(to: Price(raw: 10), .nearest) == Price(raw: -20))
        #expect(Price(raw: 15).rounded(to: .zero, .up) == Price(raw: 15))
    }

    @Test func `a Double is taken to the nearest count or refused`() {
        #expect(Price(95505.4) == Price(raw: 9_550_540_000_000) && Price(0.1 + 0.2) == Price(raw: 30_000_000))
        #expect(Price(Double.nan) == nil && Price(Double.infinity) == nil && Price(1e11) == nil && Price(-1e300) == nil)
        #expect(Quantity(40_000_000_001.0) == Quantity(40_000_000_001))
        #expect(Quantity(40_000_000_001).double == 40_000_000_001.0)
        #expect(Price.absent.present == nil && Price.zero.present == .zero)
    }

    @Test func `text for people has fixed decimals`() {
        #expect(Money(raw: 123_456_789_000).text(decimals: 2) == "1234.57")
        #expect(Money(5).text(decimals: 2) == "5.00" && Money(raw: -50_000_000).text(decimals: 0) == "-1")
    }

    @Test func `notional and quantity are each other's inverse`() {
        #expect(Quantity(raw: 1_000_000).notional(at: Price(50_000)) == Money(500))
        #expect(Money(500).quantity(at: Price(50_000)) == Quantity(raw: 1_000_000))
        #expect(Money(500).quantity(at: .zero) == nil && Quantity(raw: .max).notional(at: Price(2)) == nil)
        #expect(Money(50).fraction(of: Money(200)) == 0.25 && Money(50).fraction(of: .zero) == 0)
        #expect(Price(100).moved(bps: 50) == (try? Price("100.5")) && Price(100).bps(to: Price(101)) == 100)
    }

    @Test func `a share beyond the range is its end, and no number is nothing`() {
        #expect(Money(90_000_000_000).scaled(by: 1.05) == Money(raw: .max))
        #expect(Money(-90_000_000_000).scaled(by: 1e300) == Money(raw: -.max))
        #expect(Money(90_000_000_000).scaled(by: 0.5) == Money(45_000_000_000))
        #expect(Money(1).scaled(by: .infinity) == Money(raw: .max) && Money(1).scaled(by: .nan) == .zero)
    }
}
