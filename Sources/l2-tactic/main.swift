import Glibc
import Hosting

exit(ProcessRunner.main(.l2Tactic))
