/// Where answers leave: each request that came in gets exactly one, at once or later.
package protocol AnswerSink: AnyObject {
    /// Answers the request that came in under this number.
    func answer(_ request: Int, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) throws
}
