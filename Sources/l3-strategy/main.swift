import Glibc
import Hosting

exit(ProcessRunner.main(.l3Strategy))
