import CWebSockets

/// What permessage-deflate says of a message or a control frame that is not packed.
private let nothingToUnpack: Int32 = 5

/// permessage-deflate of libwebsockets. Of what is not packed it says that there is nothing to do; version
/// 4.1 takes that for more of the same, and tells a client's pong for ever. "Unknown", which is 0, is what it
/// hears where the extension is not spoken: the bytes are the message.
private func deflation(
    _ context: OpaquePointer?, _ extension: UnsafePointer<lws_extension>?, _ socket: OpaquePointer?,
    _ reason: lws_extension_callback_reasons, _ user: UnsafeMutableRawPointer?,
    _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
    let result = lws_extension_callback_pm_deflate(context, `extension`, socket, reason, user, bytes, count)
    return reason == LWS_EXT_CB_PAYLOAD_RX && result == nothingToUnpack ? 0 : result
}

/// The one extension there is, as it is offered and accepted; a table as libwebsockets wants it.
final class Deflation {
    let table: UnsafeMutablePointer<lws_extension>
    private let name = CString("permessage-deflate")
    private let offer = CString("permessage-deflate; client_max_window_bits")

    init() {
        table = .allocate(capacity: 2)
        table.initialize(repeating: lws_extension(), count: 2)
        table[0].name = name.place
        table[0].callback = deflation
        table[0].client_offer = offer.place
    }

    deinit { table.deallocate() }

    /// Gives a connection room to unpack and pack in pieces of 32 KiB: a piece is a frame or a round of the
    /// loop, and the standard of 1 KiB makes many of them. Answers whether it speaks this at all.
    static func widen(_ socket: OpaquePointer) -> Bool {
        lws_set_extension_option(socket, "permessage-deflate", "rx_buf_size", "15") >= 0
            && lws_set_extension_option(socket, "permessage-deflate", "tx_buf_size", "15") >= 0
    }
}
