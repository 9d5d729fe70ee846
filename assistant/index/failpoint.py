"""Named places where a test may make an ingest stop, to show that nothing is lost."""

from __future__ import annotations

import errno
import os
import signal


def failpoint(name: str) -> None:
    """None, unless ``ASSISTANT_FAILPOINT`` is ``name:kill`` or ``name:full``.

    ``kill`` ends the process as ``kill -9`` would, ``full`` raises what a full disk raises.
    """
    point, _, action = os.environ.get("ASSISTANT_FAILPOINT", "").partition(":")
    if point != name:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
