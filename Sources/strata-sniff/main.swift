import Glibc

exit(StrataSniff.run(Array(CommandLine.arguments.dropFirst())))
