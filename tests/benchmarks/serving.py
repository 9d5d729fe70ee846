"""The loop that every stack's script runs for ``serve``: questions in, seconds out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

Extra = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def serve(answer: Callable[[str], object], extra: Extra | None = None) -> None:
    """None; answers until standard input ends. Requests without a question go to ``extra``."""
    for line in sys.stdin:
        request = json.loads(line)
        if "question" in request:
            begun = time.perf_counter()
            answer(request["question"])
            reply: Mapping[str, Any] = {"seconds": time.perf_counter() - begun}
        else:
            reply = extra(request) if extra else {}
        print(json.dumps(reply), flush=True)


def timed(work: Callable[[], object]) -> None:
    """None; does the work and prints the seconds that it took."""
    begun = time.perf_counter()
    work()
    print(json.dumps({"seconds": time.perf_counter() - begun}), flush=True)
