"""Word documents: real footnotes that survive pandoc, LibreOffice and an editor's hands."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import (
    DATE,
    Books,
    answer_with,
    books,
    cited,
    exported,
    findings_in,
    sentences_of,
    states,
)

from assistant.citing.mending import mended

SOURCE = (
    "# Vendors\n\n## Pay\n\nA vendor is paid for what it delivers. The rate of *each* [month] is "
    "agreed “in writing” — before the work begins.\n\n## Leaving\n\nA handover takes two weeks, "
    "in which both sides are paid & nobody leaves.\n"
)
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def library():
    return Books({"vendors": SOURCE})


@pytest.fixture(scope="module")
def answer(library):
    document = library.read["vendors"]
    return answer_with([(document, *sentence) for sentence in sentences_of(document)])


@pytest.fixture(scope="module")
def docx(answer):
    return exported(answer, "docx")


def pandoc_notes(content: bytes, form: str) -> list[str]:
    """The text of each footnote as pandoc reads the document."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--sandbox", f"--from={form}", "--to=json"],
        input=content, capture_output=True, check=True, timeout=60,
    )
    notes = []

    def walk(value):
        if isinstance(value, dict):
            if value.get("t") == "Note":
                notes.append(plain(value["c"]))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(done.stdout)["blocks"])
    return notes


def plain(value) -> str:
    """The words of a pandoc tree, typographic quotes as they are."""
    if isinstance(value, list):
        return "".join(map(plain, value))
    if not isinstance(value, dict):
        return ""
    said = {"Space": " ", "SoftBreak": " "}.get(value["t"])
    if said is not None or value["t"] == "Str":
        return said or value["c"]
    return plain(value.get("c", ""))


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a text replaced in one part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(target, "w") as archive:
        for item in package.infolist():
            data = package.read(item)
            if item.filename == part:
                assert old in data.decode()
                data = data.decode().replace(old, new).encode()
            archive.writestr(item, data)
    return target.getvalue()


def test_pandoc_reads_the_same_notes_back(answer, docx):
    """Markdown and DOCX have the same footnotes, and each is the exact quote with its place."""
    from_docx = pandoc_notes(docx, "docx")
    from_markdown = pandoc_notes(exported(answer, "markdown"), "gfm")
    assert from_docx == from_markdown
    assert len(from_docx) == len(answer.citations)
    for note, citation in zip(from_docx, answer.citations, strict=True):
        assert note.startswith(f"“{citation.quote}” — Vendors, {citation.section}")


def test_the_notes_are_real_footnotes(docx, library):
    """The package has a part of footnotes, and a custom property tells what it was made from."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.read("word/footnotes.xml").count(b"<w:footnote ") >= 3
        assert library.fingerprint.encode() in package.read("docProps/custom.xml")
        assert DATE.encode() in package.read("docProps/custom.xml")


def test_the_same_answer_gives_the_same_bytes(answer, docx):
    """Nothing of the clock gets into the file."""
    assert exported(answer, "docx") == docx


def test_every_citation_comes_back_exact(docx, library):
    """The footnotes' links and quotes are found."""
    assert states(findings_in(docx, "docx", library)) == ["exact"] * 3


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_whatever_the_quotes_are_made_of(data):
    """Markup and odd letters in quotes come back from Word as they went in."""
    odd = data.draw(books())
    wanted = data.draw(cited(odd))
    found = findings_in(exported(answer_with(wanted), "docx"), "docx", odd)
    assert states(found) == ["exact"] * len(wanted)


def test_an_edited_footnote_is_altered_and_mended(docx, library):
    """A word of a footnote is changed in Word: it is told, and put back."""
    plan = changed(docx, "word/footnotes.xml", "two weeks", "six weeks")
    found = findings_in(plan, "docx", library)
    assert states(found) == ["exact", "exact", "altered"]
    copy = mended(plan, ".docx", found)
    assert states(findings_in(copy, "docx", library)) == ["exact"] * 3
    assert len(pandoc_notes(copy, "docx")) == 3


def test_a_source_that_changed_and_moved_is_mended(docx, library):
    """New words go into the footnote, the new place into its link, and Word's file stays whole."""
    text = SOURCE.replace("two weeks", "four weeks").replace("## Pay", "## Money")
    today = Books({"vendors": text}, [library.read["vendors"]])
    found = findings_in(docx, "docx", today)
    assert states(found) == ["moved", "moved", "source-changed"]
    copy = mended(docx, ".docx", found)
    assert states(findings_in(copy, "docx", today)) == ["exact"] * 3
    notes = pandoc_notes(copy, "docx")
    assert "four weeks" in notes[2]
    assert "Vendors, Money" in notes[0]


def test_a_link_that_is_a_field_is_read_and_mended(docx, library):
    """Word and LibreOffice also write links as fields, cut into pieces."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        notes = package.read("word/footnotes.xml").decode()
        relations = package.read("word/_rels/footnotes.xml.rels").decode()
    first = re.search(r'<w:hyperlink r:id="(\w+)"[^>]*>(.*?)</w:hyperlink>', notes, re.DOTALL)
    target = re.search(rf'Id="{first[1]}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="{first[1]}"',
                       relations)
    href = target[1] or target[2]
    half = href.index("&amp;") + 5
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{href[:half]}</w:instrText></w:r>'
        f'<w:r><w:instrText>{href[half:]}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{first[2]}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    plan = changed(docx, "word/footnotes.xml", first[0], field)
    assert states(findings_in(plan, "docx", library)) == ["exact"] * 3
    today = Books({"vendors": SOURCE.replace("## Pay", "## Money")}, [library.read["vendors"]])
    copy = mended(plan, ".docx", findings_in(plan, "docx", today))
    assert states(findings_in(copy, "docx", today)) == ["exact"] * 3


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice found; apt install libreoffice-writer")
def test_the_citations_survive_a_save_by_libreoffice(docx, library, tmp_path):
    """Opened and saved by LibreOffice, every footnote is still found, checked and mended."""
    (tmp_path / "plan.docx").write_bytes(docx)
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path / "out",
         tmp_path / "plan.docx"],
        capture_output=True, check=True, timeout=240,
    )
    saved = (tmp_path / "out" / "plan.docx").read_bytes()
    assert saved != docx
    assert states(findings_in(saved, "docx", library)) == ["exact"] * 3
    text = SOURCE.replace("two weeks", "four weeks").replace("## Pay", "## Money")
    today = Books({"vendors": text}, [library.read["vendors"]])
    found = findings_in(saved, "docx", today)
    assert states(found) == ["moved", "moved", "source-changed"]
    copy = mended(saved, ".docx", found)
    assert states(findings_in(copy, "docx", today)) == ["exact"] * 3
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        assert library.fingerprint.encode() in package.read("docProps/custom.xml")
