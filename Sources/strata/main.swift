import Glibc

exit(Strata.run(Array(CommandLine.arguments.dropFirst())))
