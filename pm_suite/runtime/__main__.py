"""The command line: `python3 -m pm_suite.runtime COMMAND`.

Any Python can read this file, so that an old one gets a sentence in place of a syntax error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "PM Suite needs Python 3.11 or newer and this is Python "
        + ".".join(str(part) for part in sys.version_info[:3])
        + "; install a newer one and name it, for example: make run PYTHON=python3.12"
    )

from pm_suite.runtime.cli import main

sys.exit(main(sys.argv[1:]))
