import CJansson

/// Reads JSON by jansson: the one file that knows the library.
public enum JSONDocument {
    /// The largest configuration file, in bytes.
    public static let sizeLimit = 4 * 1024 * 1024

    /// The file's value. Doubled keys, NaN, Infinity, comments and cut files are errors with their line.
    public static func parse(_ file: SourceFile) throws(ConfigurationError) -> JSONValue {
        guard file.bytes.count <= sizeLimit else {
            throw ConfigurationError(
                file, .outOfRange(value: "\(file.bytes.count) bytes", expected: "at most \(sizeLimit) bytes"))
        }
        var error = json_error_t()
        let root = file.bytes.withUnsafeBytes { bytes in
            json_loadb(bytes.baseAddress, bytes.count, Int(JSON_REJECT_DUPLICATES), &error)
        }
        guard let root else { throw ConfigurationError(file, syntax: error) }
        defer { json_delete(root) }
        return value(root)
    }

    private static func value(_ json: UnsafeMutablePointer<json_t>) -> JSONValue {
        switch json.pointee.type {
        case JSON_OBJECT: .object(members(json))
        case JSON_ARRAY:
            .array((0..<json_array_size(json)).compactMap { json_array_get(json, $0) }.map(value))
        case JSON_STRING: .text(json_string_value(json).map { String(cString: $0) } ?? "")
        case JSON_INTEGER: .integer(Int64(json_integer_value(json)))
        case JSON_REAL: .real(json_real_value(json))
        case JSON_TRUE: .bool(true)
        case JSON_FALSE: .bool(false)
        default: .null
        }
    }

    /// jansson iterates in the order of the file.
    private static func members(_ json: UnsafeMutablePointer<json_t>) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var place = json_object_iter(json)
        while let current = place {
            if let key = json_object_iter_key(current), let found = json_object_iter_value(current) {
                members.append(JSONValue.Member(key: String(cString: key), value: value(found)))
            }
            place = json_object_iter_next(json, current)
        }
        return members
    }
}

extension ConfigurationError {
    /// What jansson says of a file that is no JSON.
    fileprivate init(_ file: SourceFile, syntax error: json_error_t) {
        let text = withUnsafeBytes(of: error.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let place = FilePlace(line: Int(error.line), column: Int(error.column))
        self.init(problems: [ConfigurationProblem(file: file.name, place: place, what: .syntax(text))])
    }
}
