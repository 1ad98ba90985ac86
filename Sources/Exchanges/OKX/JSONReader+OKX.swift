import CSimdJSON
import Market

extension JSONReader {
    /// The parts of one of OKX's messages. Its texts and levels hold until the next call.
    package func readOKX(_ bytes: UnsafeRawBufferPointer) throws(FeedProblem) -> OKXMessage {
        var message = csj_okx_message()
        csj_read_okx(handle, bytes.baseAddress, bytes.count, &message)
        try Self.check(message.status, message.problem, bytes, of: "OKX")
        return message
    }
}
