import Stages

extension FramePublisher {
    /// How far each topic was said, and the last words that late joiners are told.
    package func save(into writer: inout StateWriter) {
        let said = lines.indices.filter { !lines[$0].bytes.isEmpty }
        writer.write(said.count)
        for index in said {
            writer.write(index)
            Self.save(lines[index], into: &writer)
        }
        writer.write(others.count)
        for line in others { Self.save(line, into: &writer) }
    }

    package func restore(from reader: inout StateReader) throws(StateError) {
        let count: Int = try reader.read()
        for _ in 0..<max(0, count) {
            let index: Int = try reader.read()
            guard lines.indices.contains(index) else {
                throw .wrongCount(found: index, expected: lines.count)
            }
            lines[index] = try Self.line(from: &reader)
        }
        let more: Int = try reader.read()
        for _ in 0..<max(0, more) { others.append(try Self.line(from: &reader)) }
    }

    private static func save(_ line: Line, into writer: inout StateWriter) {
        writer.write(line.bytes)
        writer.write(line.sequence)
        writer.write(line.last)
        writer.write(line.book != nil)
        line.book?.save(into: &writer)
    }

    private static func line(from reader: inout StateReader) throws(StateError) -> Line {
        var line = Line(bytes: try reader.readArray(), sequence: try reader.read())
        line.last = try reader.readArray()
        if try reader.read(Bool.self) { line.book = try SaidBook(from: &reader) }
        return line
    }
}
