"""CSL-JSON and BibTeX, as reference managers read them."""

from __future__ import annotations

import json
import subprocess
import warnings

import bibtexparser
import jsonschema
import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import DATE, QUESTION, Books, answer_with, exported, sentences_of

from assistant.citing.export.references import from_latex, latex

SOURCE = (
    "---\ntitle: Vendors & {people}\npublisher: A_B 100%\n---\n# V\n\n## Pay\n\n"
    "A vendor is paid $5 ~ #1 for {what} it “delivers” & nothing\\else.\n"
)

# What csl-data.json (schema 1.0.2 of citationstyles.org) demands of the fields that are used.
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article", "book", "dataset", "document", "report", "webpage"]},
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": {
                "type": "object", "additionalProperties": False,
                "properties": {"literal": {"type": "string"}},
            }},
            "accessed": {
                "type": "object", "additionalProperties": False,
                "properties": {"date-parts": {
                    "type": "array", "minItems": 1, "maxItems": 2,
                    "items": {"type": "array", "minItems": 1, "maxItems": 3,
                              "items": {"type": ["string", "number"]}},
                }},
            },
            **{name: {"type": "string"} for name in ("title", "URL", "note", "section")},
            "page": {"type": ["string", "number"]},
        },
    },
}


@pytest.fixture(scope="module")
def answer():
    document = Books({"vendors": SOURCE}).read["vendors"]
    return answer_with([(document, *sentences_of(document)[0])])


def test_csl_json_is_valid(answer):
    """Types, names and dates are those of the schema; the quote is the note."""
    items = json.loads(exported(answer, "csl"))
    jsonschema.validate(items, CSL_SCHEMA)
    quote, whole = items
    assert quote["note"] == f"“{answer.citations[0].quote}”"
    assert quote["author"] == [{"literal": "A_B 100%"}]
    assert whole["title"] == QUESTION
    assert whole["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert len({item["id"] for item in items}) == 2


def test_citeproc_sets_a_bibliography(answer):
    """A citation processor reads the items and prints them in the style that it brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        items = json.loads(exported(answer, "csl"))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        printed = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            printed.register(Citation([CitationItem(item["id"])]))
        lines = [str(line) for line in printed.bibliography()]
    assert len(lines) == 2
    assert any("Vendors" in line for line in lines)


@pytest.mark.parametrize(("form", "reader"), [("csl", "csljson"), ("bibtex", "biblatex")])
def test_pandoc_reads_the_references(answer, form, reader):
    """Pandoc, too, finds both entries with title and address."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--sandbox", f"--from={reader}", "--to=csljson"],
        input=exported(answer, form), capture_output=True, check=True, timeout=60,
    )
    items = {item["id"]: item for item in json.loads(done.stdout)}
    assert len(items) == 2
    source = next(item for name, item in items.items() if name.startswith("vendors-"))
    assert "Vendors" in source["title"]
    assert source["URL"].startswith("http://localhost:8501/sources?passage=vendors%23pay.1&")


def test_bibtexparser_reads_the_entries(answer):
    """Nothing fails; fields hold what was cited, LaTeX's own characters written out."""
    library = bibtexparser.parse_string(exported(answer, "bibtex").decode())
    assert library.failed_blocks == []
    quote, whole = library.entries
    fields = {field.key: field.value for field in quote.fields}
    assert from_latex(fields["annote"]) == f"“{answer.citations[0].quote}”"
    assert fields["urldate"] == DATE
    assert from_latex(fields["title"][1:-1]) == "Vendors & {people}"
    assert whole.entry_type == "misc"


@given(st.text())
def test_latex_is_undone(text):
    """What is written out for LaTeX comes back, and no brace is left to be counted."""
    assert from_latex(latex(text)) == text
    bare = latex(text).replace("{}", "")
    assert "{" not in bare
    assert "}" not in bare
