import Glibc
import Hosting

ProgramStart.prepare()

exit(StrataSniff.run(Array(CommandLine.arguments.dropFirst())))
