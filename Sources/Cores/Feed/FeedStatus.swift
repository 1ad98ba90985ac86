/// What a live market's feed tells of itself, for the status of the process that plays it.
package struct FeedStatus: Sendable {
    /// Members of the status object, each as "\"key\":value".
    package let fields: [String]
    /// The same for a person.
    package let lines: [String]

    package init(fields: [String], lines: [String]) { (self.fields, self.lines) = (fields, lines) }
}
