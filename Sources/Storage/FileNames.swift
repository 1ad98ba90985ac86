import Glibc

/// What is wrong with names of files.
public enum FileNames {
    /// Why a file could not be opened, after a call that failed: the system's own words, but of a name that
    /// is not UTF-8. Such a name is read with a sign of replacement in it, and no file is called so.
    public static func whyMissing(_ path: String) -> String {
        let why = systemError()
        guard errno == ENOENT, path.unicodeScalars.contains("\u{FFFD}") else { return why }
        return "no such file, or its name is not UTF-8: rename it"
    }
}
