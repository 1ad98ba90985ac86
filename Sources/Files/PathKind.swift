import Glibc

/// What lies at a path, looked at without opening it: a pipe would hold up whoever opens it.
package enum PathKind: Equatable, Sendable {
    case nothing, file, folder, pipe, socket, device
    /// A link that leads nowhere.
    case brokenLink

    /// Looks where a path leads, through links.
    package init(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else {
            let isLink = lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
            self = isLink ? .brokenLink : .nothing
            return
        }
        self.init(info)
    }

    package init(_ info: stat) {
        switch info.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .pipe
        case S_IFSOCK: self = .socket
        default: self = .device
        }
    }

    /// As it stands in a sentence.
    package var text: String {
        switch self {
        case .nothing: "nothing"
        case .file: "a file"
        case .folder: "a folder"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .device: "a device"
        case .brokenLink: "a link that leads nowhere"
        }
    }
}
