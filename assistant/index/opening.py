"""Which generation of an index is opened: the current one, or the newest that is whole."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from assistant.index.generation import Generation
from assistant.index.store import current_name, whole_generations


def open_current(
    index: Path, encoder_name: str | None = None, *, searching: bool = True
) -> Generation:
    """The current generation, or the newest whole one with a ``notice`` that says why.

    ``encoder_name`` is that of the encoder that will encode the questions (None: do not check).
    Without ``searching`` Chroma is not opened before the first ``nearest``. Raises
    ``IndexMissing``, ``IndexMismatch`` or ``IndexDamaged``.
    """
    while True:
        current = current_name(index)
        try:
            return _open_one(index, current, encoder_name, searching=searching)
        except (IndexDamaged, IndexMissing):
            # An ingest may have flipped and pruned in between; then look again.
            if current_name(index) == current:
                raise


def _open_one(
    index: Path, current: str | None, encoder_name: str | None, *, searching: bool
) -> Generation:
    others = [path for path in whole_generations(index) if path.name != current]
    reason = "its pointer CURRENT is missing or unreadable"
    if current is not None:
        try:
            return _open(index / current, encoder_name, "", searching=searching)
        except IndexDamaged as error:
            reason = str(error).removesuffix(" Run: python ingest.py").rstrip(".")
    for path in others:
        with suppress(IndexDamaged):
            notice = (
                f"The newest index cannot be used ({reason}); answers come from the one of "
                f"{_when(path.name)}. Run: python ingest.py"
            )
            return _open(path, encoder_name, notice, searching=searching)
    if current is None and not others and not (index / "CURRENT").exists():
        message = f"There is no index in {index}. Run: python ingest.py"
        raise IndexMissing(message)
    message = f"The index in {index} is damaged ({reason}). Run: python ingest.py"
    raise IndexDamaged(message)


def _open(folder: Path, encoder_name: str | None, notice: str, *, searching: bool) -> Generation:
    generation = Generation(folder, notice)
    try:
        _check_encoder(generation, encoder_name)
        if searching:
            generation.open_graph()
    except BaseException:
        generation.close()
        raise
    return generation


def _check_encoder(generation: Generation, encoder_name: str | None) -> None:
    made_by = generation.manifest.encoder
    if encoder_name not in {None, made_by}:
        message = (
            f"The index was made with the model {made_by}, and {encoder_name} is set. "
            "Run: python ingest.py, or set ASSISTANT_MODEL to the former."
        )
        raise IndexMismatch(message)


def _when(name: str) -> str:
    stamp = name.removeprefix("gen-")
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]} {stamp[9:11]}:{stamp[11:13]} UTC"
