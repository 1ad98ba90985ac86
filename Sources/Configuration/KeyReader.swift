import Market

/// Fills settings from a JSON object. What is left out keeps its value; what is wrong is noted with its
/// path, and reading goes on.
struct KeyReader: KeyVisitor {
    private let members: [JSONValue.Member]
    private let path: [String]
    private let problems: ProblemList
    private var known: [String] = []
    private var tolerated: [String] = []

    /// Reads an object; any other value is noted and read as an empty one.
    init(_ value: JSONValue, at path: [String], _ problems: ProblemList) {
        self.path = path
        self.problems = problems
        if case .object(let found) = value {
            members = found
        } else {
            members = []
            problems.add(path, .wrongType(found: value.brief, expected: "an object"))
        }
    }

    /// Notes the keys that nothing asked for: call it when all keys are listed.
    func finish() {
        for member in members where !known.contains(member.key) && !tolerated.contains(member.key) {
            let nearest = Spelling.nearest(to: member.key, of: known)
            problems.add(path + [member.key], .unknownKey(nearest: nearest, known: known))
        }
    }

    /// The value of a key, which is known from now on.
    private mutating func take(_ key: String) -> JSONValue? {
        known.append(key)
        return members.first { $0.key == key }?.value
    }

    private func note(_ key: String, wrong found: JSONValue, _ expected: String) {
        problems.add(path + [key], .wrongType(found: found.brief, expected: expected))
    }

    private func note(_ key: String, outside found: JSONValue, _ expected: String) {
        problems.add(path + [key], .outOfRange(value: found.brief, expected: expected))
    }

    mutating func number(_ key: String, _ value: inout Double, _ range: ClosedRange<Double>) {
        var found: Double? = value
        number(key, &found, range)
        value = found ?? value
    }

    mutating func number(_ key: String, _ value: inout Double?, _ range: ClosedRange<Double>) {
        guard let found = take(key) else { return }
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = found.number else { return note(key, wrong: found, expected) }
        guard range.contains(number) else { return note(key, outside: found, expected) }
        value = number
    }

    mutating func integer(_ key: String, _ value: inout Int, _ range: ClosedRange<Int>) {
        guard let found = take(key) else { return }
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let whole = found.whole else { return note(key, wrong: found, expected) }
        guard range.contains(whole) else { return note(key, outside: found, expected) }
        value = whole
    }

    mutating func integers(_ key: String, _ value: inout [Int], _ range: ClosedRange<Int>) {
        guard let found = take(key) else { return }
        let expected = "an array of whole numbers from \(range.lowerBound) to \(range.upperBound)"
        guard case .array(let elements) = found else { return note(key, wrong: found, expected) }
        let wholes = elements.compactMap(\.whole).filter { range.contains($0) }
        guard wholes.count == elements.count else { return note(key, wrong: found, expected) }
        value = wholes
    }

    mutating func flag(_ key: String, _ value: inout Bool) {
        guard let found = take(key) else { return }
        guard case .bool(let flag) = found else { return note(key, wrong: found, "true or false") }
        value = flag
    }

    mutating func amount<T: FixedPoint>(_ key: String, _ value: inout T, _ range: ClosedRange<T>) {
        guard let found = take(key) else { return }
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = found.number else { return note(key, wrong: found, expected) }
        guard let amount = T(number), range.contains(amount) else {
            return note(key, outside: found, expected)
        }
        value = amount
    }

    mutating func span(_ key: String, _ value: inout TimeSpan, _ range: ClosedRange<TimeSpan>) {
        guard let found = take(key) else { return }
        let expected =
            "a length of time with its unit (ms, s, m, h, d) from \"\(range.lowerBound.configured)\" "
            + "to \"\(range.upperBound.configured)\""
        guard case .text(let text) = found, let span = TimeSpan(configured: text) else {
            return note(key, wrong: found, expected)
        }
        guard range.contains(span) else { return note(key, outside: found, expected) }
        value = span
    }

    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T) {
        guard let found = take(key) else { return }
        if let known: T = choice(path + [key], found) { value = known }
    }

    mutating func choices<T: NamedChoice>(_ key: String, _ value: inout [T]) {
        guard let found = take(key) else { return }
        guard case .array(let elements) = found, !elements.isEmpty else {
            return note(key, wrong: found, "an array of at least one name")
        }
        let known: [T] = elements.enumerated().compactMap {
            choice(path + [key, "[\($0.offset)]"], $0.element)
        }
        let twice = known.indices.first { known[..<$0].contains(known[$0]) }
        if let twice { note(key, outside: elements[twice], "each name once") }
        if known.count == elements.count { value = known }
    }

    mutating func endpoints(_ key: String, _ value: inout [String], _ count: ClosedRange<Int>) {
        guard let found = take(key) else { return }
        let expected = "an array of at most \(count.upperBound) endpoints, each a text"
        guard case .array(let elements) = found else { return note(key, wrong: found, expected) }
        let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
        guard texts.count == elements.count else { return note(key, wrong: found, expected) }
        guard count.contains(texts.count) else { return note(key, outside: found, expected) }
        let twice = texts.indices.first { texts[..<$0].contains(texts[$0]) }
        if let twice { return note(key, outside: elements[twice], "each endpoint once") }
        value = texts
    }

    private func choice<T: NamedChoice>(_ path: [String], _ found: JSONValue) -> T? {
        let names = T.choices.map(\.configurationName)
        guard let place = place(path, found, names) else { return nil }
        return T.choices[place]
    }

    /// The place of a text in a list of names.
    private func place(_ path: [String], _ found: JSONValue, _ names: [String]) -> Int? {
        guard case .text(let text) = found else {
            problems.add(
                path, .wrongType(found: found.brief, expected: "one of " + names.joined(separator: ", ")))
            return nil
        }
        guard let place = names.firstIndex(of: text) else {
            let nearest = Spelling.nearest(to: text, of: names)
            problems.add(path, .unknownName(value: text, nearest: nearest, known: names))
            return nil
        }
        return place
    }

    mutating func name(_ key: String, _ value: inout String, of known: [String]) {
        guard let found = take(key) else {
            return problems.add(
                path + [key], .missingKey(expected: "\"\(key)\" with one of " + known.joined(separator: ", "))
            )
        }
        if let place = place(path + [key], found, known) { value = known[place] }
    }

    mutating func places(_ key: String, _ value: inout [SymbolID], of known: [String], ignored: [String]) {
        guard let found = take(key) else { return }
        guard case .array(let elements) = found else { return note(key, wrong: found, "an array of pairs") }
        let names = known + ignored
        let places = elements.enumerated().compactMap {
            place(path + [key, "[\($0.offset)]"], $0.element, names)
        }
        value = places.filter { $0 < known.count }.map { SymbolID($0) }
    }

    mutating func items<T>(
        _ key: String, _ values: inout [T], _ count: ClosedRange<Int>, _ new: T,
        _ keys: (inout T, inout KeyReader) -> Void
    ) {
        guard let found = take(key) else { return }
        let expected = "an array of at most \(count.upperBound) objects"
        guard case .array(let elements) = found else { return note(key, wrong: found, expected) }
        guard count.contains(elements.count) else { return note(key, outside: found, expected) }
        values = elements.enumerated().map { place, element in
            var value = new
            var inner = KeyReader(element, at: path + [key, "[\(place)]"], problems)
            keys(&value, &inner)
            inner.finish()
            return value
        }
    }

    mutating func section(_ key: String, _ keys: (inout KeyReader) -> Void) {
        guard let found = take(key) else { return }
        var inner = KeyReader(found, at: path + [key], problems)
        keys(&inner)
        inner.finish()
    }

    mutating func tolerate(_ keys: [String]) { tolerated += keys }
}
