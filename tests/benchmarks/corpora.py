"""Real text in any amount, for measuring how the index grows; none of it is kept in the project.

It comes from what is on the machine anyway: the docstrings of the Python packages installed, and
the texts of public collections where a folder of them is given (see ``public_sets``). Each module
and each page becomes a Markdown file, each definition and each section of it a heading.

    python tests/benchmarks/corpora.py FOLDER PASSAGES [--collections DIR] [--chars 80 400]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

SHORTEST, LONGEST = 60, 500
"""Characters of a paragraph; shorter ones are seldom prose, and much longer ones are tables."""
MIN_LETTERS = 0.75
PER_FILE = 400
MAX_MODULE_BYTES = 400_000

_PROSE = re.compile(r"[A-Z][^`{}<>|=]*[.!?]$", re.DOTALL)
_NAME_OR_TEXT = re.compile(
    r'^[ \t]*(?:def|class|async def) (?P<name>\w+)|"""(?P<text>.*?)"""', re.DOTALL | re.MULTILINE
)
_UNNAMED = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph with the place that it is from."""

    document: str
    heading: str
    words: str


def of_packages(folders: Iterable[Path], chars: tuple[int, int] = (SHORTEST, LONGEST)) -> Iterator[Text]:
    """The paragraphs of the docstrings under ``folders``, no two alike, in the order of names."""
    seen: set[str] = set()
    for folder, path in ((f, p) for f in folders for p in sorted(f.rglob("*.py"))):
        if path.stat().st_size > MAX_MODULE_BYTES:
            continue
        document = _UNNAMED.sub("-", path.relative_to(folder).with_suffix("").as_posix())
        source = path.read_text(encoding="utf-8", errors="replace")
        for heading, docstring in _docstrings(source):
            for paragraph in re.split(r"\n\s*\n", docstring):
                words = " ".join(paragraph.split())
                if chars[0] <= len(words) <= chars[1] and _is_prose(words) and words not in seen:
                    seen.add(words)
                    yield Text(document.strip("-"), heading, words)


def _docstrings(source: str) -> Iterator[tuple[str, str]]:
    """Each text in triple quotes with the definition before it; parsing would take minutes."""
    name = "Overview"
    for match in _NAME_OR_TEXT.finditer(source):
        if match["name"]:
            name = match["name"]
        else:
            yield name, match["text"]


def _is_prose(words: str) -> bool:
    letters = sum(c.isalpha() or c == " " for c in words)
    return _PROSE.match(words) is not None and letters >= MIN_LETTERS * len(words)


def of_collections(folder: Path) -> Iterator[Text]:
    """The texts of the public collections in ``folder``."""
    for path in sorted(folder.glob("*.json")):
        for doc in json.loads(path.read_text(encoding="utf-8"))["docs"]:
            page, _, section = doc["title"].partition(" > ")
            document = f"{path.stem}-{_UNNAMED.sub('-', page)}"
            yield Text(document, section or page, " ".join(doc["text"].split()))


def write_corpus(texts: Iterable[Text], folder: Path) -> int:
    """How many paragraphs were written to Markdown files in ``folder``, each a passage or more."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[Text]] = {}
    for text in texts:
        files.setdefault(text.document, []).append(text)
    for name, parts in files.items():
        for n in range(0, len(parts), PER_FILE):
            suffix = f"-{n // PER_FILE + 1}" if len(parts) > PER_FILE else ""
            path = folder / f"{name[:120]}{suffix}.md"
            path.write_text(_markdown(name, parts[n : n + PER_FILE]), encoding="utf-8")
    return sum(map(len, files.values()))


def _markdown(name: str, parts: Iterable[Text]) -> str:
    lines, heading = [f"# {name.replace('-', ' ')}\n"], ""
    for part in parts:
        if part.heading != heading:
            heading = part.heading
            lines.append(f"## {heading}\n")
        lines.append(f"{part.words}\n")
    return "\n".join(lines)


def questions(texts: Mapping[str, str] | Iterable[str], count: int) -> list[str]:
    """So many questions about the texts, spread evenly over them."""
    sentences = [text.split(". ")[0].rstrip(".")[:120] for text in texts]
    step = max(1, len(sentences) // count)
    return [f"What is said about this: {s[0].lower()}{s[1:]}?" for s in sentences[::step]][:count]


def main() -> None:
    """None; writes the corpus and says how much it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("passages", type=int)
    parser.add_argument("--collections", type=Path)
    parser.add_argument("--chars", type=int, nargs=2, default=(SHORTEST, LONGEST))
    arguments = parser.parse_args()
    public = list(of_collections(arguments.collections)) if arguments.collections else []
    packages = [Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib")]
    rest = max(0, arguments.passages - len(public))
    chars = (arguments.chars[0], arguments.chars[1])
    texts = [*public[: arguments.passages], *islice(of_packages(packages, chars), rest)]
    written = write_corpus(texts, arguments.folder)
    print(f"{written} paragraphs, {sum(len(t.words) for t in texts) / 1e6:.1f} MB")
    if written < arguments.passages:
        sys.exit(f"There are no more than {written} on this machine.")


if __name__ == "__main__":
    main()
