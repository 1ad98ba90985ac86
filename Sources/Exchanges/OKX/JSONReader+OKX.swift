import CSimdJSON
import Market

extension JSONReader {
    /// The parts of one of OKX's messages. Its texts and levels hold until the next call.
    package func readOKX(_ bytes: UnsafeRawBufferPointer) throws(FeedProblem) -> OKXMessage {
        var message = csj_okx_message()
        csj_read_okx(handle, bytes.baseAddress, bytes.count, &message)
        switch message.status {
        case CSJ_OK: return message
        case CSJ_WRONG_TYPE:
            throw .badValue(
                column: ForeignText.shown(message.problem.raw), found: FieldText.excerpt(bytes),
                expected: "the type that OKX documents")
        default:
            throw .badValue(
                column: "json", found: FieldText.excerpt(bytes),
                expected: "one JSON object (\(ForeignText.shown(message.problem.raw)))")
        }
    }
}
