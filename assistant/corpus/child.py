"""The process in which one document is read: ``python -m assistant.corpus.child PATH NAME …``.

Prints one JSON object, ``{"document": …}`` or ``{"refused": "…"}``. JSON and not pickle, for what
comes back was made from a file that nobody vouches for.
"""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from pathlib import Path
from typing import Final

from assistant.corpus.read import read_document
from assistant.errors import CorpusError

MAX_OUTPUT_BYTES: Final = 256 * 1024 * 1024


def limit_self(timeout_seconds: float, memory_mb: int) -> None:
    """Nothing; from here on this process is held to the limits where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_CPU: math.ceil(timeout_seconds) + 1,
        resource.RLIMIT_FSIZE: MAX_OUTPUT_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for limit, wanted in limits.items():
        _, hard = resource.getrlimit(limit)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (value, value))


def main(path: str, name: str, fallback: str, timeout_seconds: str, memory_mb: str) -> str:
    """The JSON to print for the file."""
    limit_self(float(timeout_seconds), int(memory_mb))
    try:
        document = read_document(Path(path), name, fallback)
    except CorpusError as error:
        return json.dumps({"refused": str(error)})
    except MemoryError:
        return json.dumps({"refused": f"{Path(path).name}: needs more than {memory_mb} MB to read"})
    except Exception as error:  # noqa: BLE001  (whatever a parser throws, the folder goes on)
        reason = f"cannot be read ({type(error).__name__}: {str(error)[:200]})"
        return json.dumps({"refused": f"{Path(path).name}: {reason}"})
    return json.dumps({"document": dataclasses.asdict(document)})


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
