import Bus

/// Wall time of a measurement.
enum Stopwatch {
    /// Nanoseconds since an arbitrary start.
    static func now() -> Int64 { MonotonicClock.now() }

    /// Milliseconds since an earlier `now`.
    static func milliseconds(since start: Int64) -> Double { Double(now() - start) / 1e6 }
}
