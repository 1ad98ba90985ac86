import Messages

final class InputJournal {
    func append(_ order: Go, _ frames: [LockstepInbox.Held], _ feed: Message?, _ inbox: LockstepInbox) throws {}
}
