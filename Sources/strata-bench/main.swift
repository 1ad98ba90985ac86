import Glibc
import Hosting

CoreDumps.forbid()

exit(Bench.run(Array(CommandLine.arguments.dropFirst())))
