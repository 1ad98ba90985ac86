import Messages
import Wire

/// Keeps a book whole: what comes behind a gap, or to who joined late, is held until the publisher gave the
/// book as it is, and follows it in order.
extension FrameReceiver {
    /// Part of a book is of no use without the parts before it: it is held until a whole one was asked for,
    /// or begins by itself.
    func rebuild(_ message: Message, _ header: Header, _ place: Place, _ now: Int64) {
        let line = buckets[place.bucket][place.index]
        let known = max(line.sequence, line.held.last?.header.sequence ?? 0)
        if header.sequence > known { gaps &+= header.sequence - known - 1 }
        if case .depth(let depth) = message, depth.isSnapshot, depth.isFirst {
            return mend(place, message, header)
        }
        guard repairs, line.isBroken || header.sequence != line.sequence + 1 else {
            return letThrough(message, header, place)
        }
        breakBook(place, now)
        if line.held.count == TopicLine.heldLimit { dropHeld(place) }
        buckets[place.bucket][place.index].hold(message, header)
    }

    /// A whole book begins by itself: what was held of the one before is of no use.
    private func mend(_ place: Place, _ message: Message, _ header: Header) {
        dropHeld(place)
        buckets[place.bucket][place.index].isBroken = false
        letThrough(message, header, place)
        release(place)
    }

    func breakBook(_ place: Place, _ now: Int64) {
        buckets[place.bucket][place.index].isBroken = true
        guard buckets[place.bucket][place.index].since == 0 else { return }
        buckets[place.bucket][place.index].since = max(now, 1)
        open.append(place)
    }

    private func dropHeld(_ place: Place) {
        useless += UInt64(buckets[place.bucket][place.index].held.count)
        buckets[place.bucket][place.index].held.removeAll()
    }

    /// Takes the book that a publisher gave: it begins anew, and what was held behind it follows in order.
    /// One that is older than what is held is asked for again; none at all is waited for.
    package func take(book frames: [UnsafeRawBufferPointer], of gap: Gap, now: Int64) {
        guard let place = gap.topic.withUnsafeBytes({ find($0, gap.source) }), line(place).isBroken
        else { return }
        let parts = frames.compactMap { try? decoder.decode(.depth, $0) }
        guard let header = parts.first?.header, parts.count == frames.count,
            header.stranger(to: expected) == nil
        else {
            return giveUpBook(place)
        }
        let next = line(place).held.first?.header.sequence ?? header.sequence
        guard header.epoch == line(place).epoch, header.sequence + 1 >= next else { return }
        buckets[place.bucket][place.index].isBroken = false
        buckets[place.bucket][place.index].sequence = header.sequence
        for part in parts { ready.append(Ready(message: part.message, header: part.header, line: place)) }
        release(place)
        if !line(place).held.isEmpty { breakBook(place, now) }
    }

    /// Nobody has a book: until one begins by itself, or somebody says more of it.
    func giveUpBook(_ place: Place) {
        dropHeld(place)
        buckets[place.bucket][place.index].since = 0
        open.removeAll { $0.bucket == place.bucket && $0.index == place.index }
    }
}
