import Glibc
import Hosting

CoreDumps.forbid()

exit(Strata.run(Array(CommandLine.arguments.dropFirst())))
