"""python -m assistant."""

import os
import sys

# Of other packages' plugins for pydantic none is wanted, and looking for them takes 0.1 s.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

try:
    from assistant.cli import main

    status = main()
except KeyboardInterrupt:  # while it loads
    status = 130
sys.exit(status)
