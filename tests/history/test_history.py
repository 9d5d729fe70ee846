"""Kept conversations: each owner's own, deleted for good, and found again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from conversations import CORPUS, RULEBOOK, said
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.history import store
from assistant.history.types import Given, History, Kept, Verdict


def test_kept_and_found(history: History) -> None:
    """A conversation is listed, found by its id and by its turns, and grows under its id."""
    name = store.keep(history, "ann", "QA?", said("QA?"), now=10)
    assert store.keep(history, "ann", "other", said("QA?", "nobody")[1:], now=20, name=name) == name

    kept = Kept(name, "QA?", ("QA?", "nobody"), CORPUS, RULEBOOK, 20)
    assert store.conversations(history, "ann") == (kept,)
    assert store.conversation(history, "ann", name) == kept
    assert store.with_turns(history, "ann", ("QA?", "nobody")) == kept
    assert store.with_turns(history, "ann", ("QA?",)) is None


def test_another_owner(history: History) -> None:
    """Nobody sees, changes, judges or deletes what is another's, even by its id."""
    name = store.keep(history, "ann", "QA?", said("QA?"), now=10)
    before = store.conversations(history, "ann")

    assert store.conversations(history, "bob") == ()
    assert store.conversation(history, "bob", name) is None
    assert store.with_turns(history, "bob", ("QA?",)) is None
    assert not store.rename(history, "bob", name, "mine")
    assert not store.delete(history, "bob", name)
    assert not store.judge(history, "bob", name, Verdict(0, helpful=True, reason=""))
    assert store.verdicts(history, "bob", name) == ()
    assert store.keep(history, "bob", "QA?", said("QA?"), now=11, name=name) != name
    assert store.conversations(history, "ann") == before


def test_deleted_for_good(history: History) -> None:
    """After deleting, no file of the store holds a word of the conversation, answer or reason."""
    words = ("zanzibar turn", "quetzal title", "xylophone answer", "yttrium reason")
    name = store.keep(history, "ann", words[1], said(words[0], body=words[2]), now=10)
    store.judge(history, "ann", name, Verdict(0, helpful=False, reason=words[3]))
    other = store.keep(history, "ann", "stays", said("stays"), now=10)
    assert store.delete(history, "ann", name)

    content = b"".join(path.read_bytes() for path in history.path.parent.iterdir())
    assert b"stays" in content
    assert [word for word in words if word.encode() in content] == []
    assert [kept.id for kept in store.conversations(history, "ann")] == [other]


def test_answer_given(history: History) -> None:
    """An answer is found by turns and the beginnings of both fingerprints, and by nothing less."""
    store.keep(history, "ann", "QA?", said("QA?", body="A"), now=10)
    store.keep(history, "ann", "QA?", said("QA?", body="B", corpus="d" * 64), now=10)

    assert store.answer_given(history, ("QA?",), "c" * 16, "r" * 16) == "A"
    assert store.answer_given(history, ("QA?",), "d" * 16, "r" * 16) == "B"
    for turns, corpus, rulebook in (
        (("QA",), "c" * 16, "r" * 16), (("QA?",), "e" * 16, "r" * 16), (("QA?",), "c", "r"),
        (("QA?",), "", ""),
    ):
        assert store.answer_given(history, turns, corpus, rulebook) is None


def test_same_answer_of_two(history: History) -> None:
    """An answer that two were given is there as long as one of them keeps it."""
    ann, bob = (store.keep(history, who, "x", said("x"), now=1) for who in ("ann", "bob"))
    store.delete(history, "ann", ann)
    assert store.answer_given(history, ("x",), CORPUS, RULEBOOK)
    store.delete(history, "bob", bob)
    assert store.answer_given(history, ("x",), CORPUS, RULEBOOK) is None


def test_old_ones_go(tmp_path: Path) -> None:
    """What was not changed for the days goes, whoever's, and the oldest beyond the most."""
    history = History(tmp_path / "h", days=1, most=2)
    store.keep(history, "ann", "old", said("old"), now=0)
    store.keep(history, "bob", "day", said("day"), now=86_400)
    assert [k.title for k in store.conversations(history, "ann")] == ["old"]
    for i in range(3):
        store.keep(history, "bob", f"new {i}", said(f"new {i}"), now=86_401 + i)

    assert store.conversations(history, "ann") == ()
    assert [k.title for k in store.conversations(history, "bob")] == ["new 2", "new 1"]
    assert store.answer_given(history, ("old",), CORPUS, RULEBOOK) is None


def test_verdict(history: History) -> None:
    """A verdict replaces the one before it, and a reason has its limit."""
    name = store.keep(history, "ann", "x", said("x"), now=1)
    store.judge(history, "ann", name, Verdict(0, helpful=False, reason="y" * 5000))
    assert len(store.verdicts(history, "ann", name)[0].reason) == store.MAX_REASON_CHARS
    store.judge(history, "ann", name, Verdict(0, helpful=True, reason=""))
    assert store.verdicts(history, "ann", name) == (Verdict(0, helpful=True, reason=""),)


@settings(max_examples=15, deadline=None)
@given(
    title=st.text(),
    turns=st.lists(st.text(min_size=1), min_size=1, max_size=3),
    body=st.text(st.characters(codec="utf-8")),
)
def test_any_text(title: str, turns: list[str], body: str) -> None:
    """Turns and answers come back as they were, whatever they hold; a title fits on one line."""
    with TemporaryDirectory() as folder:
        history = History(Path(folder) / "h")
        name = store.keep(
            history, "ann", title, (Given(tuple(turns), CORPUS, RULEBOOK, body),), now=1
        )
        kept = store.conversation(history, "ann", name)
        assert kept is not None
        assert kept.turns == tuple(turns)
        assert 0 < len(kept.title) <= store.MAX_TITLE_CHARS
        assert len(kept.title.splitlines()) == 1
        assert store.answer_given(history, turns, CORPUS, RULEBOOK) == body
