"""How many threads numpy's own library may use: one for whoever asks."""

from __future__ import annotations


def cap_blas_threads() -> None:
    """None; matrix products run in the thread that asks for them, in this process from now on.

    They are small here. Sixteen askers whose every product starts a thread on each core were seen
    to be fourteen times slower than one after the other.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
