"""The project's own data files, read and checked."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel, ConfigDict

import assistant.packaged
from assistant.dialogue.cost_words import CostWords, cost_words
from assistant.errors import RulebookError
from assistant.packaged import packaged


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    said: re.Pattern[str] = re.compile("")


@pytest.fixture
def reading(monkeypatch, tmp_path):
    """A function that gives what a file with some text is read as."""
    cost_words()  # so that it is read where it is
    monkeypatch.setattr(assistant.packaged, "files", lambda _: tmp_path)

    def read(text: str, shape: type = Shape):
        (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
        return packaged("anything", "some.yaml", shape)

    return read


def test_a_file_has_its_shape(reading):
    """A model, or a tuple of them."""
    assert reading("words: [één, two]").words == ("één", "two")
    assert reading("- words: []\n- words: [a]", tuple[Shape, ...])[1].words == ("a",)


@pytest.mark.parametrize("text", [
    "words: [", "words: {a: b}", "word: [a]", "- words", "", "words: [a]\nsaid: '('",
    "words: !!python/object/apply:os.getcwd []",
])
def test_what_has_another_shape_is_named(reading, text):
    """The message names the file, whatever is wrong in it."""
    with pytest.raises(RulebookError, match=r"^some\.yaml is invalid: "):
        reading(text)


def test_a_cue_that_is_no_pattern_is_an_error(reading):
    """The cost words' patterns are put together when they are used, and tried when they are read."""
    words = cost_words().model_copy(update={"ends": "("})
    with pytest.raises(RulebookError, match=r"^some\.yaml is invalid: "):
        reading(words.model_dump_json(), CostWords)
