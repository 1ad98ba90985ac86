import CWebSockets
import Exchanges

/// Reads the head of a request that libwebsockets has parsed.
struct RequestHead {
    private static let methods: [(HTTPMethod, lws_token_indexes)] = [
        (.get, WSI_TOKEN_GET_URI), (.post, WSI_TOKEN_POST_URI), (.put, WSI_TOKEN_PUT_URI),
        (.delete, WSI_TOKEN_DELETE_URI),
    ]

    private let socket: OpaquePointer

    init(_ socket: OpaquePointer) { self.socket = socket }

    /// The request without its body, `nil` where its method is none of ours.
    func request(_ extra: [String]) -> HTTPRequest? {
        guard let (method, path) = method else { return nil }
        return HTTPRequest(method, target(path), headers: headers + named(extra))
    }

    private var method: (HTTPMethod, String)? {
        for (method, token) in Self.methods {
            if let path = value(token) { return (method, path) }
        }
        return nil
    }

    /// Path and query. libwebsockets hands them over decoded, so that they are encoded again here: `+` comes
    /// as `%20`, and what a client wrote in another way than need be looks otherwise than it did.
    private func target(_ path: String) -> String {
        var text: [UInt8] = []
        Self.encode(path.utf8, to: &text)
        // No part is longer than all of them.
        let most = Int(lws_hdr_total_length(socket, WSI_TOKEN_HTTP_URI_ARGS)) + 1
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: most) { room in
            var number: Int32 = 0
            while true {
                let count = lws_hdr_copy_fragment(
                    socket, room.baseAddress, Int32(most), WSI_TOKEN_HTTP_URI_ARGS, number)
                guard count >= 0 else { break }
                text.append(UInt8(ascii: number == 0 ? "?" : "&"))
                Self.encode(UnsafeRawBufferPointer(room).prefix(Int(count)), to: &text)
                number += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a byte stands for itself in a target.
    private static let isPlain = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "-._~=@/:!,*".utf8.contains(byte)
        }
    }

    private static func encode(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        func digit(_ half: UInt8) -> UInt8 { half + (half < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10) }
        for byte in bytes {
            if isPlain[Int(byte)] {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(digit(byte >> 4))
                text.append(digit(byte & 15))
            }
        }
    }

    private var headers: [HTTPHeader] {
        var found: [HTTPHeader] = []
        for index in 0..<Int(WSI_TOKEN_COUNT.rawValue) {
            let token = lws_token_indexes(UInt32(index))
            guard lws_hdr_total_length(socket, token) > 0, let name = lws_token_to_string(token) else {
                continue
            }
            let text = String(
                decoding: UnsafeBufferPointer(start: name, count: Self.length(name)), as: UTF8.self)
            guard text.last == ":", let value = value(token) else { continue }
            found.append(HTTPHeader(String(text.dropLast()), value))
        }
        return found
    }

    private func named(_ names: [String]) -> [HTTPHeader] {
        names.compactMap { name in
            let key = name + ":"
            let count = lws_hdr_custom_length(socket, key, Int32(key.utf8.count))
            guard count >= 0 else { return nil }
            var room = [CChar](repeating: 0, count: Int(count) + 1)
            guard lws_hdr_custom_copy(socket, &room, Int32(room.count), key, Int32(key.utf8.count)) >= 0
            else {
                return nil
            }
            return HTTPHeader(name, Self.text(room))
        }
    }

    private func value(_ token: lws_token_indexes) -> String? {
        let count = lws_hdr_total_length(socket, token)
        guard count > 0 else { return nil }
        var room = [CChar](repeating: 0, count: Int(count) + 1)
        guard lws_hdr_copy(socket, &room, Int32(room.count), token) >= 0 else { return nil }
        return Self.text(room)
    }

    private static func text(_ bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func length(_ text: UnsafePointer<UInt8>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }
}
