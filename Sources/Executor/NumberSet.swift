import Stages

/// An exact set of numbers, eight bytes each, in order: a number above all others costs next to nothing, one
/// among them moves those above it.
struct NumberSet: Sendable {
    private var numbers: [UInt64] = []

    var count: Int { numbers.count }

    /// Takes a number in; false where it was in before.
    mutating func insert(_ number: UInt64) -> Bool {
        guard let last = numbers.last, number <= last else {
            numbers.append(number)
            return true
        }
        let place = place(of: number)
        guard numbers[place] != number else { return false }
        numbers.insert(number, at: place)
        return true
    }

    /// Where the first number stands that is not below this one; there is one.
    private func place(of number: UInt64) -> Int {
        var (low, high) = (0, numbers.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func save(into writer: inout StateWriter) { writer.write(numbers) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        numbers = try reader.readArray()
    }
}
