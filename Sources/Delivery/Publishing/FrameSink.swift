/// Where a publisher's frames leave.
package protocol FrameSink: AnyObject {
    /// Sends one frame.
    func publish(topic: [UInt8], payload: UnsafeRawBufferPointer) throws
}
