/// What a download tells while it goes on.
public enum DownloadNews: Sendable, Hashable {
    /// A file is whole: what is in it, in a line.
    case file(String)
    /// Something to know: the exchange was asked again, or wants to be left in peace.
    case notice(String)
    /// How far it has come, in a line.
    case progress(String)
}
