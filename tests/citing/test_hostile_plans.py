"""Planning documents made to break the check: a clear error, or a run that ends."""

from __future__ import annotations

import io
import zipfile

import pytest
from plans import Books, answer_with, exported, findings_in, sentences_of

from assistant.citing.cite_check import check_file, check_paths
from assistant.citing.reading.read import open_plan, plan_text
from assistant.citing.reporting import as_github, as_text
from assistant.decision.rulebook import load_rulebook
from assistant.errors import CorpusError, InputError

SOURCE = "# Vendors\n\n## Pay\n\nA vendor is paid for what it delivers, and for nothing else.\n"


@pytest.fixture(scope="module")
def library():
    return Books({"vendors": SOURCE})


@pytest.fixture(scope="module")
def note(library):
    document = library.read["vendors"]
    plan = exported(answer_with([(document, *sentences_of(document)[0])]), "markdown").decode()
    return next(line for line in plan.splitlines() if line.startswith("[^1]:"))


def docx_with(footnotes: str, prolog: str = "") -> bytes:
    """A package whose footnotes are that XML."""
    target = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body/></w:document>")
        archive.writestr("word/footnotes.xml",
                         f"{prolog}<w:footnotes {space}>{footnotes}</w:footnotes>")
    return target.getvalue()


def refusal(path, content: bytes, library) -> str:
    """Why the file was not read."""
    path.write_bytes(content)
    with pytest.raises(CorpusError) as refused:
        check_file(path, library, load_rulebook)
    return str(refused.value)


def test_an_entity_bomb_in_word(tmp_path, library):
    """Declared entities are refused before anything is unfolded."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = docx_with("<w:footnote><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:footnote>", bomb)
    assert "declares XML entities" in refusal(tmp_path / "plan.docx", content, library)


def test_a_zip_bomb_in_word(tmp_path, library):
    """A part that unfolds a thousandfold is refused."""
    content = docx_with(f"<w:footnote>{' ' * 30_000_000}</w:footnote>")
    assert len(content) < 100_000
    assert "more than a document should" in refusal(tmp_path / "plan.docx", content, library)


def test_a_line_of_a_hundred_megabytes(tmp_path, library):
    """It is refused by its size, which is known without reading it."""
    path = tmp_path / "plan.md"
    with path.open("wb") as file:
        file.seek(100 * 1024 * 1024)
        file.write(b"x")
    with pytest.raises(CorpusError, match="larger than the 20 MB"):
        check_file(path, library, load_rulebook)


@pytest.mark.parametrize("unit", ["[", "![](", "*a_", "<", "> ", "`a", "“", "” — ", "[^1]: ", "|"])
def test_a_long_line_of_markup(tmp_path, library, note, unit):
    """A line of markup gets its answer, and the citation behind it is found."""
    path = tmp_path / "plan.md"
    path.write_text(unit * 50_000 + f"\n\n{note}\n", encoding="utf-8")
    found = check_file(path, library, load_rulebook)
    assert found[-1].state == "exact"


@pytest.mark.slow
def test_ten_thousand_footnotes(tmp_path, library, note):
    """All of them are read."""
    path = tmp_path / "plan.md"
    ours = "\n\n".join(note.replace("[^1]", f"[^{n}]") for n in range(10_000))
    path.write_text(ours, encoding="utf-8")
    found = check_file(path, library, load_rulebook)
    assert [f.state for f in found] == ["exact"] * 10_000


def test_a_thousand_notes_in_one_paragraph(library, note):
    """Links without a break between them are no trouble either."""
    content = " ".join([note.partition(": ")[2]] * 1_000).encode()
    found = findings_in(content, "markdown", library)
    assert [f.state for f in found] == ["exact"] * 1_000


@pytest.mark.slow
def test_more_citations_than_are_read(library, note):
    """A document with more links and notes than anybody writes is refused."""
    with pytest.raises(CorpusError, match="split it"):
        findings_in("\n\n".join([note] * 20_001).encode(), "markdown", library)


def test_a_page_of_nested_tags(tmp_path, library):
    """Nesting that lxml would cut off is refused, for half a page is worse than none."""
    refused = refusal(tmp_path / "plan.html", b"<div>" * 200_000 + b"x", library)
    assert "nested too deeply" in refused


def test_a_file_of_nested_lists(tmp_path, library):
    """So is JSON that nests without end."""
    assert "JSON" in refusal(tmp_path / "plan.json", b"[" * 300_000, library)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".json", ".bib", ".md", ".txt"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04" + b"\xff" * 200, b"%PDF-1.7"])
def test_what_is_no_document(suffix, content):
    """Anything may be called by any name: it is refused in a sentence, or holds no citation."""
    try:
        plan = plan_text(open_plan(content, suffix))
    except CorpusError as error:
        assert str(error)  # noqa: PT017
    else:
        assert not plan.blocks


def test_a_format_that_is_not_checked(tmp_path, library):
    """The message names those that are."""
    assert ".docx" in refusal(tmp_path / "plan.pdf", b"%PDF-1.7", library)


def test_a_path_that_is_not_there(tmp_path, library):
    """It is named."""
    with pytest.raises(InputError, match=r"nowhere\.md"):
        check_paths([tmp_path / "nowhere.md"], library, load_rulebook)


def test_one_bad_file_in_a_folder_spoils_no_other(tmp_path, library, note):
    """The others are checked; hidden files, corrected copies and foreign JSON are left out."""
    (tmp_path / "a.docx").write_bytes(b"nonsense")
    (tmp_path / "b.md").write_text(note, encoding="utf-8")
    (tmp_path / "b.fixed.md").write_text(note, encoding="utf-8")
    (tmp_path / ".c.md").write_text(note, encoding="utf-8")
    (tmp_path / "tsconfig.json").write_text("{ // no JSON\n}", encoding="utf-8")
    first, second = check_paths([tmp_path], library, load_rulebook)
    assert "zip" in first.error
    assert first.wrong
    assert [f.state for f in second.findings] == ["exact"]


def test_reports_cannot_be_forged(tmp_path, library, note):
    """Text of a document starts no line of its own, no workflow command, no control sequence."""
    path = tmp_path / "a,b:c.md"
    evil = note.replace("delivers", "delivers\n::error::forged \x1b[31m\u202e")
    path.write_text(evil, encoding="utf-8")
    checked = check_paths([path], library, load_rulebook)
    printed = as_github(checked)
    assert checked[0].findings[0].state == "altered"
    assert printed.count("\n") == 1
    assert printed.startswith("::error file=")
    assert "a%2Cb%3Ac.md" in printed
    for text in (printed, as_text(checked)):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not any(line.startswith("::error::") for line in text.splitlines())
