"""Findings for people, for programs, and as annotations on GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from assistant.citing.checking import RIGHT, Finding, State
from assistant.citing.comparing import shown
from assistant.corpus.visible import visible

SAYS: Final[dict[State, str]] = {
    "exact": "exact",
    "moved": "moved",
    "source-changed": "source text changed",
    "passage-gone": "passage gone",
    "source-superseded": "source superseded",
    "source-removed": "source removed",
    "rule-changed": "rules changed",
    "recommendation-changed": "recommendation changed",
    "altered": "altered in the document",
    "not-ours": "not one of ours",
}
"""What each state is called, in the order of the summary."""

MAX_QUOTE_CHARS: Final = 100
MAX_SHOWN_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what was found in it; ``error`` tells why it could not be read.

    ``written`` is the corrected copy, empty where none was written; ``left`` are the findings
    that the copy still has.
    """

    file: str
    findings: tuple[Finding, ...] = ()
    error: str = ""
    written: str = ""
    left: tuple[Finding, ...] | None = None

    @property
    def wrong(self) -> bool:
        """Whether something is wrong that no corrected copy puts right."""
        findings = self.findings if self.left is None else self.left
        return bool(self.error) or any(f.state not in RIGHT for f in findings)


def as_text(files: Sequence[Checked]) -> str:
    """A few lines for each citation that is not exact, and a summary for each file."""
    return "\n".join(line for checked in files for line in _file_lines(checked)) + "\n"


def _file_lines(checked: Checked) -> Iterator[str]:
    name = visible(checked.file)
    if checked.error:
        yield f"{name}: {visible(checked.error)}"
        return
    for finding in checked.findings:
        if finding.state != "exact":
            line = f":{finding.found.line}" if finding.found.line else ""
            yield f"{name}{line}: {SAYS[finding.state]}: {_headline(finding)}"
            yield from (f"    {visible(text)}" for text in _details(finding))
    yield f"{name}: {summary(checked.findings)}"
    if checked.written:
        left = checked.left or ()
        yield f"{name}: written to {visible(checked.written)}: {summary(left)}"


def _headline(finding: Finding) -> str:
    quote = " ".join((finding.quoted or finding.before).split())
    if len(quote) > MAX_QUOTE_CHARS:
        quote = f"{quote[: MAX_QUOTE_CHARS - 1]}…"
    return visible(f"“{quote}”" if quote and finding.found.answer is None else finding.title)


def _details(finding: Finding) -> Iterator[str]:
    if finding.state == "not-ours":
        return
    yield finding.message
    if finding.passage and finding.place and finding.passage != finding.place:
        yield f"{finding.passage} → {finding.place}"
    elif finding.passage:
        yield f"in {finding.passage}"
    if finding.changes:
        yield shown(finding.changes)[:MAX_SHOWN_CHARS]
    elif finding.found.answer is not None:
        yield f"then: {finding.before}"
        yield f"now:  {finding.after}"


def summary(findings: Sequence[Finding]) -> str:
    """How many findings there are in each state."""
    counts = Counter(finding.state for finding in findings)
    told = [f"{counts[state]} {said}" for state, said in SAYS.items() if counts[state]]
    return ", ".join(told) or "no citation found"


def as_json(files: Sequence[Checked], corpus: str, rulebook: str) -> str:
    """One JSON object with every finding."""
    value = {
        "corpus": corpus,
        "rulebook": rulebook,
        "counts": dict(Counter(f.state for checked in files for f in checked.findings)),
        "files": [
            {
                "file": checked.file,
                "error": checked.error or None,
                "written": checked.written or None,
                "findings": [_finding(finding) for finding in checked.findings],
            }
            for checked in files
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "state": finding.state,
        "line": finding.found.line or None,
        "passage": finding.passage or None,
        "title": finding.title,
        "quoted": finding.quoted,
        "message": finding.message,
        "place": finding.place or None,
        "before": finding.before,
        "after": finding.after,
        "changes": [asdict(change) for change in finding.changes],
    }


def as_github(files: Sequence[Checked]) -> str:
    """Workflow commands that GitHub shows beside the lines of a change."""
    return "".join(f"{line}\n" for checked in files for line in _annotations(checked))


def _annotations(checked: Checked) -> Iterator[str]:
    file = f"file={_property(checked.file)}"
    if checked.error:
        yield f"::error {file},title=cannot be checked::{_message(checked.error)}"
    for finding in checked.findings:
        if finding.state in RIGHT:
            continue
        level = "warning" if finding.state == "moved" else "error"
        line = f",line={finding.found.line}" if finding.found.line else ""
        text = "\n".join((_headline(finding), *_details(finding)))
        title = f"citation: {SAYS[finding.state]}"
        yield f"::{level} {file}{line},title={_property(title)}::{_message(visible(text))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
