import Foundation
import TestSupport

/// A certificate authority of the test's own, and a server's certificate from it for the name localhost.
final class Certificates {
    let folder = TemporaryFolder()

    init() throws {
        let ca = "\(folder.path)/ca"
        try Self.openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=Strata tests", "-keyout", "\(ca)-key.pem", "-out", "\(ca).pem")
        try Self.openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=localhost", "-keyout", "\(folder.path)/key.pem", "-out",
            "\(folder.path)/request.pem")
        try "subjectAltName=DNS:localhost".write(
            toFile: "\(folder.path)/names", atomically: true, encoding: .utf8)
        try Self.openssl(
            "x509", "-req", "-in", "\(folder.path)/request.pem", "-CA", "\(ca).pem", "-CAkey",
            "\(ca)-key.pem",
            "-CAcreateserial", "-days", "2", "-extfile", "\(folder.path)/names", "-out",
            "\(folder.path)/cert.pem")
    }

    var authority: String { "\(folder.path)/ca.pem" }

    private static func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (nil, nil)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        struct Failed: Error {}
        guard process.terminationStatus == 0 else { throw Failed() }
    }
}
