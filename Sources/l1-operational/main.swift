import Glibc
import Hosting

exit(ProcessRunner.main(.l1Operational))
