"""Who may ask, and who sees what: enforced in the index, below every door."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.access import Access, may_enter, read_access
from assistant.assistant import Assistant
from assistant.citing import as_json
from assistant.decision.rulebook import load_rulebook
from assistant.dialogue.types import Conversation, Hearing
from assistant.errors import AccessError, NotAllowed
from assistant.index.evidence import Evidence
from assistant.index.restricted import Restricted
from assistant.index.retrieve import retrieve
from assistant.index.shelf import open_shelf

SECRET = "# Layoffs\n\nThe vendor Zyxomma is to be dismissed in the spring.\n"
RULES = """
groups:
  board: [Ann@example.com, "@board.example.com"]
folders:
  board: [board]
  board/inner/: [nobody]
"""


@pytest.fixture
def access(tmp_path: Path) -> Access:
    """The rules above, with a group of nobody."""
    file = tmp_path / "access.yaml"
    file.write_text(RULES.replace("folders:", "  nobody: []\nfolders:"), encoding="utf-8")
    return read_access(file)


@pytest.fixture
def place(workplace: Workplace) -> Workplace:
    """Three documents for all and two in the board's folder, ingested."""
    (workplace.corpus / "board" / "inner").mkdir(parents=True)
    workplace.write("board/layoffs", SECRET)
    workplace.write("board/inner/worse", SECRET.replace("Zyxomma", "Qwyjibo"))
    workplace.ingest()
    return workplace


@pytest.fixture
def assistant(place: Workplace, access: Access) -> Assistant:
    """An assistant over them that hears nothing."""
    return Assistant(
        place.open(), FakeEncoder(), load_rulebook(), lambda _: Hearing(), access=access
    )


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("", set()),
        ("eve@example.com", set()),
        ("ann@example.com.evil.example", set()),
        ("@board.example.com", set()),
        ("board.example.com", set()),
        ("eve@sub.board.example.com", set()),
        ("ANN@EXAMPLE.COM", {"board/layoffs"}),
        ("bob@board.example.com", {"board/layoffs"}),
    ],
)
def test_a_folder_is_seen_by_its_groups_alone(
    access: Access, reader: str, seen: set[str]
) -> None:
    """Also in the folder within; other folders, whose names begin alike, are everybody's."""
    documents = {"board/layoffs", "board/inner/worse", "boarding", "vendors", "x/board/y"}
    hidden = {name for name in documents if access.hides(name, reader)}
    assert hidden == {"board/layoffs", "board/inner/worse"} - seen


def test_a_stranger_finds_nothing_by_any_door(assistant: Assistant) -> None:
    """Names, titles, passages, vectors, words and Chroma itself."""
    whole, seen = assistant.generation, assistant.seen_by("eve@example.com").generation
    assert isinstance(seen, Restricted)
    assert seen.documents() == ("people", "tools", "vendors")
    hidden = [p.name for d in ("board/layoffs", "board/inner/worse") for p in whole.passages_of(d)]
    assert hidden
    query = FakeEncoder().encode(SECRET)
    for name in hidden:
        position = whole.position(name)
        assert position is not None
        assert seen.position(name) is None
        assert position not in dict(seen.nearest(query, 99))
        assert position not in dict(seen.scan(query, 99))
        assert position not in dict(seen.lexical("vendor Zyxomma dismissed").top(99))
        for read in (seen.passage, seen.vectors, lambda p: seen.cosines(query, [p]),
                     lambda p: seen.sentence_cosines(query, [p]),
                     lambda p: seen.documents_at([p]), lambda p: seen.having(["vendor"], [p])):
            with pytest.raises(IndexError):
                read(position)
    for name in ("board/layoffs", "board/inner/worse"):
        assert seen.document(name) is None
        assert seen.passages_of(name) == ()
        assert seen.title(name) == ""
    assert whole.known("Zyxomma")
    assert not seen.known("Zyxomma")
    assert seen.known("vendor")
    assert seen.idf("Zyxomma") == seen.idf("neverheardof")
    assert not any("board" in file.file for file in seen.manifest.files)
    assert seen.manifest.documents == 3
    with pytest.raises(NotAllowed):
        seen.collection()


def test_a_stranger_gets_the_same_answers_as_without_the_folder(
    assistant: Assistant, place: Workplace
) -> None:
    """Nothing that is retrieved, judged or answered comes from what is hidden."""
    for question in ("What happens in the spring?", "What of the vendor Zyxomma?"):
        told = str(as_json(assistant.seen_by("").ask(Conversation(), question)))
        assert "layoffs" not in told
        assert "dismissed" not in told
        view = assistant.seen_by("").generation
        found = retrieve(view, FakeEncoder(), question, 9)
        assert found
        assert not any(f.passage.document.startswith("board") for f in found)
        assert not any("board" in name for name in Evidence(view, FakeEncoder(), found).context)
    entitled = assistant.seen_by("ann@example.com").generation
    found = retrieve(entitled, FakeEncoder(), "vendor Zyxomma dismissed", 9)
    assert found[0].passage.document == "board/layoffs"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("folders: {a: [x]}", "no group is named x"),
        ("folder: {}", "cannot be read"),
        ("groups: {a: [1, {}]}", "cannot be read"),
        ("- a", "cannot be read"),
        ("groups: {a: []}\nfolders: {'': [a]}", "no folder"),
        ("groups: {a: []}\nfolders: {../b: [a]}", "no folder"),
        ("\0", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_rules_that_cannot_be_read_let_nobody_in(
    tmp_path: Path, text: str | None, told: str
) -> None:
    """The message names the file and what is wrong in it."""
    file = tmp_path / "access.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(AccessError, match=f"access.yaml.*{told}"):
        read_access(file)


@pytest.mark.parametrize(
    ("user", "domains", "enters"),
    [
        ({"email": "ann@example.com"}, (), True),
        ({"email": "Ann@Example.com"}, ("example.com",), True),
        ({"email": "ann@example.com", "email_verified": True}, ("@EXAMPLE.com",), True),
        ({"email": "ann@example.com", "email_verified": False}, ("example.com",), False),
        ({"email": "ann@sub.example.com"}, ("example.com",), False),
        ({"email": "ann@example.com.evil.example"}, ("example.com",), False),
        ({"email": "example.com"}, ("example.com",), False),
        ({"email": "@example.com"}, ("example.com",), False),
        ({"email": None}, ("example.com",), False),
        ({}, ("example.com",), False),
    ],
)
def test_only_verified_addresses_of_the_domains_enter(
    user: dict[str, object], domains: tuple[str, ...], enters: bool
) -> None:
    """Whole domains are compared, not ends of them; without domains all who log in enter."""
    assert may_enter(user, domains) == enters


def test_a_stranger_cannot_have_hidden_words_by_checking_quotes(
    place: Workplace, access: Access
) -> None:
    """Neither those of today nor former ones: a shelf has them for whoever may see them."""
    place.write("board/layoffs", SECRET.replace("spring", "autumn"))
    with open_shelf(place.index) as whole:
        former = whole.document("board/layoffs")
        assert former is not None
    place.ingest()
    for reader, seen in (("eve@example.com", False), ("ann@example.com", True)):
        with open_shelf(place.index, partial(access.hides, reader=reader)) as shelf:
            assert (shelf.document("board/layoffs") is not None) == seen
            assert bool(shelf.passages_of("board/layoffs")) == seen
            assert ("board/layoffs" in {d.name for d in shelf.documents()}) == seen
            assert (shelf.former(former.sha256) is not None) == seen
            assert ("board/layoffs" in {f.name for f in shelf.formers()}) == seen


def test_a_check_by_somebody_tells_what_that_one_may_see(
    run: Callable[..., subprocess.CompletedProcess[str]], place: Workplace, tmp_path: Path
) -> None:
    """The command asks as ``ASSISTANT_USER``, and a plan with a guessed quote gains nothing."""
    (tmp_path / "access.yaml").write_text(
        "groups: {board: [ann@example.com]}\nfolders: {board: [board]}"
    )
    plan = tmp_path / "plan.md"
    plan.write_text(
        "“The vendor Acme is to be dismissed in the autumn.” — [Layoffs](http://localhost:8501/"
        "sources?passage=board%2Flayoffs%23top.1&start=11&end=63)\n"
    )
    told = {}
    for user in ("eve@example.com", "ann@example.com"):
        done = run("-m", "assistant", "cite-check", str(plan), ASSISTANT_INDEX=str(place.index),
                   ASSISTANT_ACCESS=str(tmp_path / "access.yaml"), ASSISTANT_USER=user)
        told[user] = done.stdout + done.stderr
    assert "Zyxomma" not in told["eve@example.com"]
    assert "Zyxomma" in told["ann@example.com"]
