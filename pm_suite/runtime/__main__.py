"""The command line: `python3 -m pm_suite.runtime COMMAND`. This file is read by any Python, so that an old one gets a
sentence in place of a syntax error."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036, RUF100
    sys.exit(
        "PM Suite needs Python 3.11 or newer and this is Python %s; "
        "install a newer one and name it, for example: make run PYTHON=python3.12"
        % ".".join(str(part) for part in sys.version_info[:3])
    )

from pm_suite.runtime.cli import main

sys.exit(main(sys.argv[1:]))
