import Glibc
import Hosting

exit(ProcessRunner.main(.l4Meta))
