import Stages

/// Records that know up to which step they are kept.
package protocol MarkedRecords: RecordSink {
    /// How far.
    var marks: RecordMarks { get set }
}
