import Foundation
import Market
import Messages
import TestSupport
import Testing
import Wire

/// A frame of the test's making: any message with any header of the run.
struct PeerFrame {
    let topic: String
    let header: Header
    let message: Message

    /// Frames of every kind, `rounds` times, each with its own values and a number that counts up.
    static func all(rounds: Int, _ standard: Header, _ instruments: InstrumentTable) throws -> [PeerFrame] {
        var frames: [PeerFrame] = []
        for seed in 1...UInt64(rounds) {
            for kind in MessageKind.allCases {
                let message = try RandomFields.message(kind, seed: seed, symbols: instruments.count)
                let topic = TopicCatalogue.topic(of: message, instruments)
                // A ticker of no pair has no topic: nobody says it.
                guard !topic.isEmpty else { continue }
                var fields = RandomFields(seed: seed, symbols: instruments.count)
                var header = Header()
                try header.visit(with: &fields)
                (header.run, header.mode, header.source) = (standard.run, standard.mode, standard.source)
                (header.epoch, header.sequence) = (standard.epoch, UInt64(frames.count + 1))
                (header.configuration, header.instruments) = (standard.configuration, standard.instruments)
                frames.append(PeerFrame(topic: topic, header: header, message: message))
            }
        }
        return frames
    }

    /// Its map as JSON, as journals write it.
    func map(_ instruments: InstrumentTable) throws -> NSDictionary {
        var copy = (header, message)
        var fields = FieldJSON(instruments)
        try copy.0.visit(with: &fields)
        try copy.1.visit(with: &fields)
        let object = try JSONSerialization.jsonObject(with: Data("{\(fields.text)}".utf8))
        return try #require(object as? NSDictionary)
    }
}
