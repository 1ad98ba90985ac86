import Messages
import Market

/// How far each topic of each publisher was heard, and what was missed.
struct SequenceTable {
    /// What a frame is to those before it.
    enum Place: Equatable {
        /// The first of its topic, or of a publisher that started again.
        case first
        case next
        /// So many frames before it are missing.
        case after(missing: UInt64)
        /// Heard before: said again for someone who joined.
        case again
    }

    /// One topic of one publisher.
    struct Line {
        let source: String
        let topic: String
        var epoch: UInt32
        var sequence: UInt64
        var missing: UInt64 = 0
    }

    private struct Key: Hashable {
        let run: UInt32
        let source: Label
        let topic: [UInt8]
    }

    private var lines: [Line] = []
    private var places: [Key: Int] = [:]

    mutating func take(_ header: Header, topic: UnsafeRawBufferPointer) -> Place {
        let key = Key(run: header.run, source: header.source, topic: Array(topic))
        guard let index = places[key] else {
            places[key] = lines.count
            lines.append(
                Line(
                    source: "\(header.source)", topic: ForeignText.shown(topic), epoch: header.epoch,
                    sequence: header.sequence))
            return .first
        }
        return lines[index].advance(header)
    }

    /// The lines with gaps, by publisher and topic.
    var gaps: [Line] {
        lines.filter { $0.missing > 0 }.sorted { ($0.source, $0.topic) < ($1.source, $1.topic) }
    }

    /// Frames missed in all.
    var missing: UInt64 { lines.reduce(0) { $0.adding($1.missing) } }
}

extension SequenceTable.Line {
    fileprivate mutating func advance(_ header: Header) -> SequenceTable.Place {
        guard header.epoch == epoch else {
            guard header.epoch > epoch else { return .again }
            epoch = header.epoch
            sequence = header.sequence
            return .first
        }
        guard header.sequence > sequence else { return .again }
        let lost = header.sequence - sequence - 1
        sequence = header.sequence
        missing = missing.adding(lost)
        return lost > 0 ? .after(missing: lost) : .next
    }
}

extension UInt64 {
    /// A sum that stops at the largest number: figures from outside must not trap.
    fileprivate func adding(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
