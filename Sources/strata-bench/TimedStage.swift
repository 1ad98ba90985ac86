import CBenchPeer
import Messages
import Stages

/// A stage with a clock beside it: what its calls cost, and nothing else changed.
struct TimedStage<Inner: Stage>: Stage {
    private var inner: Inner
    private(set) var ticks: UInt64 = 0
    private(set) var calls: UInt64 = 0

    init(_ inner: Inner) { self.inner = inner }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        let start = strata_bench_ticks()
        inner.handle(input, into: &effects)
        ticks &+= strata_bench_ticks() &- start
        calls += 1
    }

    mutating func recover(_ record: Record) { inner.recover(record) }

    func save(into writer: inout StateWriter) { inner.save(into: &writer) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
