import Glibc
import Hosting

exit(ProcessRunner.main(.executor))
