/// A stage that learns over many runs: what it knows is kept beside its state, for a later run.
public protocol LearningStage: Stage {
    /// The pairs and strategies that it learned of.
    var names: LearnedNames { get }
    /// A number that changes with the form of what it saves: only the same form is read.
    var form: UInt64 { get }

    /// Takes over what an earlier run saved; `names` were that run's.
    mutating func takeOver(from reader: inout StateReader, of names: LearnedNames) throws(StateError)
}
