"""Reading a generation, and what happens when it is not what it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from workplaces import Workplace

from assistant.errors import IndexMismatch, IndexMissing
from assistant.index.build import build
from assistant.index.generation import Generation
from assistant.index.opening import open_current
from assistant.index.verify import verify, verify_here
from assistant.index.wording import bare_text, context_text, sentence_text

ENCODE = FakeEncoder().encode


def test_passages_come_back_as_they_were_read(ingested: Workplace) -> None:
    """Text, offsets, headings and sentences survive the index."""
    generation = ingested.open()
    text = (ingested.corpus / "vendors.md").read_bytes().decode()
    passages = generation.passages_of("vendors")
    document = generation.document("vendors")
    assert document is not None
    assert (document.text, document.title, document.meta["publisher"]) == (
        text,
        "Vendors",
        "Nobody",
    )
    assert any("Paying them" in p.headings for p in passages)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.sentences
        for sentence in passage.sentences:
            assert text[sentence.start : sentence.end] == sentence.text


def test_passages_know_whether_their_file_was_markdown(ingested: Workplace) -> None:
    """What stars and underscores are depends on it."""
    (ingested.corpus / "powers.txt").write_text("It says 2**3 and 4**5 here.", encoding="utf-8")
    ingested.ingest()
    generation = ingested.open()
    told = {p.document: p.is_markdown for p in generation.passages(range(generation.count))}
    assert told == {name: name != "powers" for name in generation.documents()}


def test_positions_and_names_lead_to_each_other(generation: Generation) -> None:
    """Every passage's name has its position, others have none."""
    passages = generation.passages(range(generation.count))
    assert [generation.position(p.name) for p in passages] == list(range(generation.count))
    assert len({p.name for p in passages}) == generation.count
    assert generation.position("vendors#nowhere.1") is None
    assert generation.document("nobody") is None
    assert generation.passages_of("nobody") == ()
    with pytest.raises(IndexError):
        generation.passage(generation.count)


def test_nearest_is_what_comparing_with_every_vector_gives(generation: Generation) -> None:
    """The graph's order and cosines are those of brute force."""
    for question in ("who pays a vendor", "tests at night", "zebra", "fixed price"):
        vector = ENCODE(question)
        near, exact = generation.nearest(vector, 5), generation.scan(vector, 5)
        assert [c for _, c in near] == pytest.approx([c for _, c in exact], abs=1e-5)
        assert all(c == pytest.approx(dict(generation.scan(vector, 99))[p]) for p, c in near)


def test_nearest_asks_for_no_more_than_there_is(generation: Generation) -> None:
    """More than all passages is all passages; less than one is none."""
    vector = ENCODE("vendor")
    assert len(generation.nearest(vector, 10_000)) == generation.count
    assert generation.nearest(vector, 0) == []
    assert generation.scan(vector, 0) == []


def test_a_vector_that_is_none_finds_nothing(generation: Generation) -> None:
    """NaN and infinity are near nothing."""
    for value in (np.nan, np.inf):
        vector = np.full(64, value, dtype=np.float32)
        assert generation.scan(vector, 5) == []


def test_cosines_are_with_the_texts_that_wording_names(generation: Generation) -> None:
    """Bare, contextual and sentences' vectors are each of their own text."""
    vector = ENCODE("vendors are paid by the month")
    for position in range(generation.count):
        passage = generation.passage(position)
        document = generation.document(passage.document)
        assert document is not None
        bare = ENCODE(bare_text(passage)) @ vector
        contextual = ENCODE(context_text(document.title, passage)) @ vector
        sentences = [ENCODE(sentence_text(passage, s)) @ vector for s in passage.sentences]
        assert generation.cosines(vector, [position], "bare")[0] == pytest.approx(bare, abs=1e-6)
        contextual_cosine = generation.cosines(vector, [position], "contextual")[0]
        assert contextual_cosine == pytest.approx(contextual, abs=1e-6)
        np.testing.assert_allclose(
            generation.sentence_cosines(vector, [position])[0], sentences, atol=2e-3
        )


def test_stored_vectors_are_those_that_cosines_compare(generation: Generation) -> None:
    """A passage's vectors give the cosines by themselves, and titles come without texts."""
    vector = ENCODE("vendors are paid by the month")
    contextual, sentences = generation.vectors(3)
    assert generation.cosines(vector, [3], "contextual")[0] == pytest.approx(contextual @ vector)
    np.testing.assert_allclose(sentences @ vector, generation.sentence_cosines(vector, [3])[0])
    assert generation.title("vendors") == "Vendors"
    assert generation.title("nobody") == ""


def test_words_are_found_in_titles_headings_and_text(generation: Generation) -> None:
    """A heading's word finds the passages below it."""
    top = generation.lexical("leaving").top(1)
    assert generation.passage(top[0][0]).headings[-1] == "Leaving them"
    assert generation.known("zebras")
    assert not generation.known("giraffe")
    assert generation.idf("giraffe") >= generation.idf("vendor") > 0


def test_many_equal_passages_are_all_found(tmp_path: Path) -> None:
    """Hundreds of equal texts tear a graph apart; every distinct passage is found all the same."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    paragraphs = ["Same words again.", "Vendor night rate."]
    for n in range(3):
        body = "\n\n".join([paragraphs[0]] * 150 + [f"{paragraphs[1]} {'x' * n}"])
        (corpus / f"d{n}.txt").write_text(f"Title\n\n{body}\n", encoding="utf-8")
    build(corpus, tmp_path / "index", FakeEncoder(), check=verify_here)
    generation = open_current(tmp_path / "index")
    for position, _ in generation.scan(ENCODE("vendor night rate"), 3):
        text = context_text("Title", generation.passage(position))
        exact = generation.scan(ENCODE(text), 3)
        near = generation.nearest(ENCODE(text), 3)
        assert [c for _, c in near] == pytest.approx([c for _, c in exact], abs=1e-5)
    assert len(generation.nearest(ENCODE("same"), generation.count)) == generation.count
    generation.close()


def test_15_sixteen_readers_at_once_open_and_agree(ingested: Workplace) -> None:
    """Concurrent first openings of one index work and give one answer."""

    def ask(_: int) -> object:
        generation = open_current(ingested.index)
        try:
            found = generation.nearest(ENCODE("vendor"), 5)
            return found, generation.lexical("vendor").top(5), generation.passages([0, 1, 2])
        finally:
            generation.close()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))
    assert all(answer == answers[0] for answer in answers)


def test_one_generation_serves_many_threads(generation: Generation) -> None:
    """Threads that share it see what one thread sees."""
    questions = ["vendor", "night", "paid by month", "zebra"] * 8
    expected = [generation.nearest(ENCODE(q), 4) for q in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda q: generation.nearest(ENCODE(q), 4), questions)) == expected


def test_04_a_reader_goes_on_while_an_ingest_flips(ingested: Workplace) -> None:
    """What was opened before stays whole, what is opened after is new."""
    before = ingested.open()
    for word in ("one", "two", "three"):
        ingested.write("tools", f"# Tools\n\nTests run {word}.\n")
        ingested.ingest()
    assert "every night" in before.passages_of("tools")[0].text
    assert len(before.nearest(ENCODE("tests"), 3)) == 3
    assert "three" in ingested.open().passages_of("tools")[0].text


def test_16_spellings_of_one_path_are_one_index(ingested: Workplace) -> None:
    """A path with dots and a link lead to the same generation."""
    link = ingested.index.with_name("link")
    link.symlink_to(ingested.index)
    names = []
    for path in (ingested.index, ingested.index / ".." / "index", link):
        generation = open_current(path)
        names.append((generation.name, generation.nearest(ENCODE("vendor"), 2)))
        generation.close()
    assert names[0] == names[1] == names[2]


def test_no_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    """A missing folder and an empty one are both no index."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match=r"python ingest\.py"):
            open_current(path)


def test_14_another_model_is_a_mismatch_that_names_both(ingested: Workplace) -> None:
    """The message says which made the index and which is set."""
    with pytest.raises(IndexMismatch, match=r"fake.*other"):
        ingested.open("other")
    assert ingested.open("fake").count


@pytest.mark.parametrize("passages", [1, 2, 499, 500, 501, 1001])
def test_23_any_number_of_passages_is_stored_and_left_as_written(
    tmp_path: Path, passages: int
) -> None:
    """At each edge of a batch all are there, and opening and asking change no sealed file."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    body = "\n\n".join(f"Number {n} of the vendor's rates is here." for n in range(passages))
    (corpus / "rates.md").write_text(f"# Rates\n\n{body}\n", encoding="utf-8")
    report = build(corpus, tmp_path / "index", FakeEncoder(), check=verify_here)
    assert report.passages == passages
    with open_current(tmp_path / "index") as generation:
        found = generation.nearest(ENCODE("number"), passages)
        assert sorted(position for position, _ in found) == list(range(passages))
    problems, _ = verify(tmp_path / "index" / report.generation)
    assert problems == []


def test_the_environment_cannot_turn_chroma_elsewhere(
    ingested: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither variables nor a file .env make it a client of some server, or send traces."""
    monkeypatch.setenv("CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    (tmp_path / ".env").write_text("CHROMA_OTEL_COLLECTION_ENDPOINT=http://example.invalid\n")
    monkeypatch.chdir(tmp_path)
    generation = ingested.open()
    assert generation.nearest(ENCODE("vendor"), 1)
    settings = generation.collection().settings()
    assert settings.chroma_api_impl.endswith("RustBindingsAPI")
    assert not settings.chroma_otel_collection_endpoint
    assert not settings.anonymized_telemetry


def test_the_graph_of_a_large_corpus_is_measured_against_comparing(
    ingested: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the exact size the check reports a share of the nearest passages found."""
    monkeypatch.setattr("assistant.index.verify.EXACT_COUNT", 2)
    assert verify(ingested.generation_folder()) == ([], 1.0)


def test_a_graph_with_too_little_recall_is_not_asked(generation: Generation) -> None:
    """All vectors are compared instead, and the answer is the same."""
    expected = generation.nearest(ENCODE("vendor"), 3)
    generation.manifest = replace(generation.manifest, graph_recall=0.9)
    assert not generation.graph_is_good
    found = generation.nearest(ENCODE("vendor"), 3)
    assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=1e-5)
