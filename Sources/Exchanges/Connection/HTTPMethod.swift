/// The methods that exchanges use.
public enum HTTPMethod: String, Sendable, Hashable, CaseIterable {
    /// Asks and changes nothing.
    case get = "GET"
    /// Makes something new: an order.
    case post = "POST"
    /// Changes or renews what is there.
    case put = "PUT"
    /// Takes back: a cancel.
    case delete = "DELETE"
}
