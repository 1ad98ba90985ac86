/// Frames on their way, each kept until the last of its deliveries; their places are used again.
struct Packets {
    struct Packet {
        let topic: [UInt8]
        let payload: [UInt8]
        var deliveries: Int
    }

    private var packets: [Packet] = []
    private var free: [Int] = []

    subscript(place: Int) -> Packet { packets[place] }

    /// Keeps a frame for so many deliveries.
    mutating func add(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, for count: Int
    ) -> Int {
        let packet = Packet(topic: Array(topic), payload: Array(payload), deliveries: count)
        guard let place = free.popLast() else {
            packets.append(packet)
            return packets.count - 1
        }
        packets[place] = packet
        return place
    }

    /// One delivery more.
    mutating func copy(_ place: Int) { packets[place].deliveries += 1 }

    /// One delivery is over.
    mutating func drop(_ place: Int) {
        packets[place].deliveries -= 1
        if packets[place].deliveries == 0 { free.append(place) }
    }

    /// Nothing is on its way any more.
    mutating func clear() {
        packets.removeAll()
        free.removeAll()
    }
}
