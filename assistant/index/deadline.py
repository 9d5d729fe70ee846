"""A limit in time for calls that have none of their own, as Chroma's have not."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from assistant.errors import DeadlinePassed

_T = TypeVar("_T")


def within(seconds: float, what: str, call: Callable[[], _T]) -> _T:
    """What ``call`` returns or raises. Raises ``DeadlinePassed`` when it takes longer.

    It runs in a thread of its own, which cannot be stopped: after the deadline it is left behind,
    and whatever it was using must not be used again.
    """
    returned: list[_T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            returned.append(call())
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits)
            raised.append(error)

    thread = Thread(target=run, name=f"within {seconds:g} s", daemon=True)
    thread.start()
    thread.join(seconds)
    if returned:
        return returned[0]
    if raised:
        raise raised[0]
    message = f"{what} did not answer within {seconds:g} s."
    raise DeadlinePassed(message)
