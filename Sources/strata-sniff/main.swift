import Glibc
import Hosting

CoreDumps.forbid()

exit(StrataSniff.run(Array(CommandLine.arguments.dropFirst())))
