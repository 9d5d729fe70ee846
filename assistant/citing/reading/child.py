"""The process that reads one planning document: ``python -m assistant.citing.reading.child PATH …``.

Prints one JSON object, ``{"plan": …}`` or ``{"refused": "…"}``; see ``assistant.corpus.child``.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from assistant.citing.reading.read import read_plan
from assistant.corpus.child import limit_self
from assistant.errors import CorpusError


def main(path: str, timeout_seconds: str, memory_mb: str) -> str:
    """The JSON to print for the file."""
    limit_self(float(timeout_seconds), int(memory_mb))
    try:
        plan = read_plan(Path(path))
    except CorpusError as error:
        return json.dumps({"refused": str(error)})
    except MemoryError:
        return json.dumps({"refused": f"{Path(path).name}: needs more than {memory_mb} MB to read"})
    except Exception as error:  # noqa: BLE001  (whatever a parser throws, the other files go on)
        reason = f"cannot be read ({type(error).__name__}: {str(error)[:200]})"
        return json.dumps({"refused": f"{Path(path).name}: {reason}"})
    return json.dumps({"plan": dataclasses.asdict(plan)})


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
