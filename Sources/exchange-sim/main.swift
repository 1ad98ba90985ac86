import Glibc
import Hosting

ProgramStart.prepare()

exit(ExchangeSim.run(Array(CommandLine.arguments.dropFirst())))
