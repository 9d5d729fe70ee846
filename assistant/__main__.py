"""python -m assistant."""

import sys

try:
    from assistant.cli import main

    status = main()
except KeyboardInterrupt:  # while it loads
    status = 130
sys.exit(status)
