import Market

/// What the exchange says where it does not do what was asked.
package struct ExchangeRefusal: Sendable, Hashable {
    /// What follows for an order that was to be placed or taken back.
    package enum Meaning: Sendable, Hashable {
        /// Nothing was done, and asking again would lead to the same.
        case refused
        /// Nothing was done; the exchange wants to be asked later.
        case later
        /// Nothing was done: the time that the request bore was not the exchange's.
        case clock
        /// It may have been done.
        case unknown
        /// An order of this name is open: what was asked for was done before.
        case duplicate
        /// There is no such order, or it has ended.
        case noOrder
        /// It is as it was wanted.
        case done
    }

    /// HTTP's status; of a WebSocket's answer the one that it names.
    package let status: Int
    /// The exchange's number of the error; zero where the body tells none.
    package let code: Int
    /// Its words, for a person.
    package let text: String

    package init(status: Int, code: Int, text: String) {
        (self.status, self.code, self.text) = (status, code, text)
    }

    /// What follows. What isn't known to have come to nothing may have been done.
    package var meaning: Meaning {
        switch code {
        case -1003, -1008, -1015: return .later
        case -1021, -5028: return .clock
        case -1000, -1001, -1006, -1007: return .unknown
        case -2010 where text.hasPrefix("Duplicate order"): return .duplicate
        case -4116: return .duplicate
        case -2011, -2013: return .noOrder
        case -4046, -4059, -4171, -5027: return .done
        default: break
        }
        switch status {
        case 403, 418, 429: return .later
        case 503: return Self.certain.contains(where: text.hasPrefix) ? .later : .unknown
        case 400, 401, 409, 410: return code == 0 ? .unknown : .refused
        default: return .unknown
        }
    }

    /// Whether a stop or target was refused because the market is beyond its price already.
    package var wouldTrigger: Bool {
        code == -2021 || code == -4142 || code == -2010 && text.contains("would trigger immediately")
    }

    /// Whether it does not know the key, or its signature, or does not let it do this.
    package var isOfKey: Bool { [-1002, -1022, -2014, -2015].contains(code) }

    /// With these words status 503 says that nothing was executed; with any other that nobody knows.
    private static let certain = [
        "Service Unavailable", "Internal error; unable to process your request. Please try again",
    ]
}

extension ExchangeRefusal: CustomStringConvertible {
    package var description: String {
        "status \(status)" + (code == 0 ? "" : " \(code)") + (text.isEmpty ? "" : " \(text)")
    }
}
