import Glibc
import Hosting

CoreDumps.forbid()

if let rank = MeteredProcess.rank { exit(MeteredProcess.main(rank)) }
exit(Bench.run(Array(CommandLine.arguments.dropFirst())))
