extension [HTTPHeader] {
    /// The value of the first header of this name, in whatever case it is written.
    func value(of name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
