import Market
import Messages
import Wire

/// Puts frames in order, and knows what is missing.
extension FrameReceiver {
    /// What is missing of one topic, by the frames' numbers.
    package struct Gap {
        /// Who said it.
        package let source: Label
        /// The topic's name.
        package let topic: [UInt8]
        /// The first that is missing.
        package let first: UInt64
        /// The last.
        package let last: UInt64
        /// Not these frames are wanted, but the book as it is now.
        var isBook = false
    }

    /// Wall time after which a gap that nobody closed is given up.
    package static let despair: Int64 = 10_000_000_000

    /// Takes a frame of a line.
    package func accept(_ message: Message, _ header: Header, _ place: Place, _ now: Int64) {
        let epoch = buckets[place.bucket][place.index].epoch
        guard header.epoch >= epoch else { return }
        if header.epoch > epoch { beginAgain(place, header) }
        if header.newest > 0 { return acceptAgain(message, header, place, now) }
        guard let missed = buckets[place.bucket][place.index].missed(before: header) else { return }
        switch buckets[place.bucket][place.index].delivery {
        case .everyOne where repairs && missed > 0: hold(message, header, place, now)
        case .rebuild: rebuild(message, header, place, now)
        default:
            // Wraps rather than traps: the numbers come from others.
            if missed > 0 { gaps &+= missed }
            letThrough(message, header, place)
            if missed == 0 { release(place) }
        }
    }

    /// A publisher that was started anew counts from the start: what it said before this frame is missing.
    private func beginAgain(_ place: Place, _ header: Header) {
        giveUp(place, through: .max)
        let handled = repairs ? 0 : header.sequence &- 1
        buckets[place.bucket][place.index].epoch = header.epoch
        buckets[place.bucket][place.index].sequence = handled
        buckets[place.bucket][place.index].handled = handled
        buckets[place.bucket][place.index].ahead = 0
        buckets[place.bucket][place.index].isBroken = false
        buckets[place.bucket][place.index].joined = 0
    }

    /// A line begins in the middle: what was said before is had as states, or as a whole book.
    func joinLate(_ place: Place, after sequence: UInt64) {
        buckets[place.bucket][place.index].joined = sequence
        buckets[place.bucket][place.index].isBroken = buckets[place.bucket][place.index].delivery == .rebuild
    }

    /// Takes a state that is said again to who joins: once where it is from before this listener's time, for
    /// the rest it tells how far the topic is.
    private func acceptAgain(_ message: Message, _ header: Header, _ place: Place, _ now: Int64) {
        notice(place, header.newest, now)
        let line = buckets[place.bucket][place.index]
        guard header.sequence <= line.joined, header.sequence > line.repeated else { return }
        buckets[place.bucket][place.index].repeated = header.sequence
        ready.append(Ready(message: message, header: header, line: place))
    }

    func letThrough(_ message: Message, _ header: Header, _ place: Place) {
        buckets[place.bucket][place.index].sequence = header.sequence
        ready.append(Ready(message: message, header: header, line: place))
    }

    private func hold(_ message: Message, _ header: Header, _ place: Place, _ now: Int64) {
        buckets[place.bucket][place.index].hold(message, header)
        notice(place, header.sequence - 1, now)
        guard buckets[place.bucket][place.index].held.count > TopicLine.heldLimit else { return }
        giveUp(place, through: buckets[place.bucket][place.index].missing?.last ?? 0)
    }

    /// Remembers that frames up to a number should have come.
    private func notice(_ place: Place, _ last: UInt64, _ now: Int64) {
        if buckets[place.bucket][place.index].delivery == .rebuild {
            let line = buckets[place.bucket][place.index]
            if line.isBroken || last > line.sequence { breakBook(place, now) }
            return
        }
        let known = max(buckets[place.bucket][place.index].ahead, buckets[place.bucket][place.index].sequence)
        if last > known {
            gaps &+= last - known
            buckets[place.bucket][place.index].ahead = last
        }
        guard buckets[place.bucket][place.index].since == 0,
            buckets[place.bucket][place.index].missing != nil
        else { return }
        buckets[place.bucket][place.index].since = now
        open.append(place)
    }

    /// Lets go what is next now.
    package func release(_ place: Place) {
        while let next = buckets[place.bucket][place.index].takeHeld() {
            let isNext = next.header.sequence == buckets[place.bucket][place.index].sequence + 1
            if isNext { letThrough(next.message, next.header, place) }
        }
        guard !open.isEmpty, buckets[place.bucket][place.index].missing == nil else { return }
        buckets[place.bucket][place.index].since = 0
        open.removeAll { $0.bucket == place.bucket && $0.index == place.index }
    }

    // MARK: - What others tell

    /// How far a publisher's topics have come, behind the fields of its heartbeat and progress.
    package func hear(_ view: inout MapView, _ header: Header, _ now: Int64) throws(WireError) {
        guard var rows = try view.array("said") else { return }
        for index in 0..<rows.count {
            var row = try rows.array(index)
            let topic = try row.bytes(0)
            let last = try row.unsigned(1)
            heard(topic, last, header, now)
        }
    }

    /// Remembers that a publisher tells how far its topics have come.
    package func remember(teller: Label) {
        guard !tellers.contains(teller), tellers.count < 256 else { return }
        tellers.append(teller)
        if !tellersBefore.contains(teller) { newTellers += 1 }
    }

    /// How far one topic of a publisher has come; `header` names the publisher and its start.
    package func heard(_ topic: UnsafeRawBufferPointer, _ last: UInt64, _ header: Header, _ now: Int64) {
        // Nearly all are known: the catalogue is asked for new ones alone.
        guard let place = find(topic, header.source) else { return heardFirst(topic, last, header, now) }
        guard buckets[place.bucket][place.index].delivery != .newestWins else { return }
        let epoch = buckets[place.bucket][place.index].epoch
        guard header.epoch >= epoch else { return }
        if header.epoch > epoch { beginAgain(place, header) }
        notice(place, last, now)
    }

    /// Who comes late begins with what is said from now on, and with the states until then.
    private func heardFirst(_ topic: UnsafeRawBufferPointer, _ last: UInt64, _ header: Header, _ now: Int64) {
        guard isWanted(topic), let kind = TopicCatalogue.kind(ofTopic: topic, instruments),
            [.everyOne, .rebuild].contains(TopicCatalogue.entry(kind).delivery)
        else { return }
        let isFromStart = isKnown(teller: header.source)
        guard let place = add(topic, header, kind, handled: isFromStart ? 0 : last) else { return }
        if !isFromStart { joinLate(place, after: last) }
        notice(place, last, now)
    }

    private func isWanted(_ topic: UnsafeRawBufferPointer) -> Bool {
        prefixes.contains { topic.starts(with: $0) }
    }

    // MARK: - Repair

    /// What is in order, once; then it is the caller's.
    package func takeReady() -> [Ready] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// The frame that came in last, where it is in order.
    package func takeNewest() -> Ready? { ready.popLast() }

    /// What has been missing for a while.
    package func missing(now: Int64, patience: Int64) -> [Gap] {
        open.compactMap { place in
            let since = buckets[place.bucket][place.index].since
            guard now - since >= patience, let gap = buckets[place.bucket][place.index].missing else {
                return nil
            }
            let line = line(place)
            return Gap(
                source: line.source, topic: line.topic, first: gap.first, last: gap.last,
                isBook: line.delivery == .rebuild)
        }
    }

    /// Takes what a publisher gave again for a gap; what it left out from the start it has no more.
    package func take(repair frames: [UnsafeRawBufferPointer], of gap: Gap, now: Int64) {
        guard let place = gap.topic.withUnsafeBytes({ find($0, gap.source) }) else { return }
        let first = frames.first.flatMap { try? decoder.decode(line(place).kind, $0).header }
        guard skip(to: first, of: gap, place) else { return }
        for frame in frames {
            gap.topic.withUnsafeBytes { topic in _ = take(topic: topic, payload: frame, now: now) }
        }
    }

    /// Gives up what an answer leaves out before its first frame; false where it is of an earlier start.
    private func skip(to first: Header?, of gap: Gap, _ place: Place) -> Bool {
        if let first, first.epoch < line(place).epoch { return false }
        if first?.epoch == line(place).epoch || first == nil {
            let last = first.map { min($0.sequence &- 1, gap.last) } ?? gap.last
            if last > line(place).sequence { giveUp(place, through: last) }
        }
        return true
    }

    /// Gives up gaps that nobody closed in time.
    package func expire(now: Int64) {
        for place in open where now - buckets[place.bucket][place.index].since > Self.despair {
            if line(place).delivery == .rebuild {
                giveUpBook(place)
            } else if let gap = line(place).missing { giveUp(place, through: gap.last) }
        }
    }

    /// Who says a topic.
    func source(of place: Place) -> Label { buckets[place.bucket][place.index].source }

    func line(_ place: Place) -> TopicLine { buckets[place.bucket][place.index] }

    /// Goes on behind a gap. What is lost is counted and told.
    private func giveUp(_ place: Place, through wanted: UInt64) {
        guard line(place).delivery != .rebuild else { return giveUpBook(place) }
        while let gap = line(place).missing, gap.first <= wanted {
            let last = min(gap.last, wanted)
            lost &+= last - gap.first + 1
            if notices.count < 100 {
                let topic = ForeignText.shown(line(place).topic, limit: 64)
                notices.append(
                    "\(topic) of \(line(place).source): frames \(gap.first) to \(last) are lost: nobody has "
                        + "them any more")
            }
            buckets[place.bucket][place.index].sequence = last
            release(place)
        }
    }
}
