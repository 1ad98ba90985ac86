import Glibc
import Hosting

ProgramStart.prepare()

exit(Strata.run(Array(CommandLine.arguments.dropFirst())))
