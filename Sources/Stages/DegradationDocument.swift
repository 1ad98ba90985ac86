/// Writes docs/degradation.md out of the table of losses.
public enum DegradationDocument {
    /// The page's text.
    public static var text: String {
        var lines = [introduction, "| missing | who acts | what it does |", "| --- | --- | --- |"]
        for row in DegradationCatalogue.rows {
            let actors = row.actors.map { "`\($0.name)`" }.joined(separator: ", ")
            let measures = row.measures.map(\.about).joined(separator: "; ")
            lines.append("| \(row.loss.name) | \(actors) | \(measures) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let introduction = """
        # When something is missing

        Each process says four times a second how it is (`heartbeat`: what it has handled, missed and
        refused, and whether it is ready); `strata status` shows it, with whom each process misses. One that
        is not heard for three seconds counts as gone, whether it was killed, hangs or is cut off, until it
        is heard again. The supervisor starts a dead one again at once, so it is rarely missed at all. In
        lockstep nobody is ever gone: all wait for the slowest.

        This table is made from `Stages/DegradationCatalogue.swift`, by which the stages act; a test takes
        each row at its word, and another does so with real processes that are stopped and killed, where it
        shows in what they say. Whatever is missing, nothing stops a way out: exits, stops and targets go
        on, and stops rest at the venue.

        Two have no row, for nobody does anything else than before without them. Without `l4-meta` all go by
        its last word: the weights and the factor on risk that it told last. Without `l2-tactic` what is open
        goes on, and nothing new begins but by signals from outside. Tests hold both.

        """
}
