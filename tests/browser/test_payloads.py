"""Texts that would be more than text if any of them were interpreted, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from served import BROWSER, Chat, served, settle

from assistant.index.build import build
from assistant.index.encoder import OnnxEncoder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# {u} is the address of a server that notes who comes.
PAYLOADS = (
    "![x]({u})", "![x][1] [1]: {u}", "[click]({u})", "<{u}>", "<img src={u}>",
    "<img src=x onerror=fetch('{u}')>", "<svg onload=fetch('{u}')>", "<script src={u}></script>",
    "<link rel=stylesheet href={u}>", "<iframe src={u}></iframe>", "<object data={u}></object>",
    "<style>@import '{u}';</style>", '<div style="background:url({u})">x</div>',
    "<video poster={u}></video>", "<meta http-equiv=refresh content='0;url={u}'>",
    "<base href={u}>", "<a ping={u} href=#>x</a>", "<input type=image src={u}>",
    "[x](javascript:fetch('{u}'))", "[x](data:text/html,<img src={u}>)", "[x](vbscript:x)",
    "$\\includegraphics{{{u}}}$", "$$\\href{{{u}}}{{x}}$$", ":streamlit: :material/home:",
    ":red[x] :blue-background[y] :orange-badge[z]", "2*3*4 **bold** _under_ ~~gone~~ `code`",
    "&copy; &#65; &lt;b&gt;", "<- -- -> <= >= != ...", "# heading", "> quoted --- ***",
    "| a | b | |---|---|", "```html <img src={u}> ```", "- [ ] task", "\u202egnp.x\u202c bidi",
    "zero\u200bwidth\ufeffmark", "{{7*7}} ${{7*7}} <%= 7*7 %>", "\\u003cimg src={u}\\u003e",
    "javascript:fetch('{u}')//", "'\"><img src={u}>", "</script><img src={u}>",
)
MARKERS = {"\u202e": "⟨U+202E⟩", "\u202c": "⟨U+202C⟩", "\u200b": "⟨U+200B⟩", "\ufeff": "⟨U+FEFF⟩"}


def seen(text: str) -> str:
    """What a reader sees of a text: unseen characters are marked, white space is one space."""
    for unseen, marker in MARKERS.items():
        text = text.replace(unseen, marker)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def visits() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the paths that were asked of it."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.png", asked
        server.shutdown()


@pytest.fixture(scope="module")
def texts(visits: tuple[str, list[str]]) -> list[str]:
    """The payloads, each in a sentence of its own."""
    return [f"Zebra number {n} says {p.format(u=visits[0])} and no more."
            for n, p in enumerate(PAYLOADS)]


@pytest.fixture(scope="module")
def hostile(
    texts: list[str], visits: tuple[str, list[str]], encoder: OnnxEncoder,
    environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The chat over a corpus whose text, title, headings and file name are payloads."""
    if BROWSER is None:
        pytest.skip("no Chromium found; apt install chromium")
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    image = PAYLOADS[0].format(u=visits[0])
    front = f"---\ntitle: '<img src={visits[0]}> {image}'\npublisher: '{image}'\n---\n"
    (corpus / "![x](a) <img src=x>.txt").write_text(front + "\n\n".join(texts), encoding="utf-8")
    build(corpus, folder / "index", encoder)
    with served({**environment, "ASSISTANT_INDEX": str(folder / "index"),
                 "ASSISTANT_CORPUS": str(corpus)}) as url:
        yield url


def test_36_payloads_of_a_corpus_are_shown_exactly_and_fetch_nothing(
    hostile: str, texts: list[str], visits: tuple[str, list[str]], browser: sync_api.Browser
) -> None:
    """In an answer, its marks, the source drawer and the Sources page."""
    context = browser.new_context()
    chat = Chat(context, hostile)
    answer = chat.ask("What does zebra number 4 say?")
    answer.locator("button.mark").first.hover()
    answer.locator("button.mark").first.click()
    drawer = chat.page.get_by_role("dialog")
    drawer.locator("mark").first.wait_for()
    chat.page.goto(f"{hostile}sources")
    settle(chat.page)
    chat.page.get_by_text("Zebra number 39").first.wait_for()
    shown = " ".join(" ".join(chat.page.locator(".text").all_text_contents()).split())
    missing = [text for text in texts if seen(text) not in shown]
    assert missing == []
    assert visits[1] == []
    assert chat.page.locator(f"[src*='{visits[0]}'], [href*='{visits[0]}']").count() == 0
    context.close()


def test_36_payloads_of_a_user_are_shown_exactly_and_fetch_nothing(
    hostile: str, texts: list[str], visits: tuple[str, list[str]], browser: sync_api.Browser
) -> None:
    """In a message, in the refusal that answers it, and in the link that holds it."""
    context = browser.new_context()
    chat = Chat(context, hostile)
    message = " ".join(t for t in texts if not re.search(r"[\u200b\u202c\u202e\ufeff]", t))[:3900]
    chat.ask(message)
    said = chat.page.get_by_test_id("stChatMessage").first.get_by_test_id("stText")
    assert said.text_content() == message
    chat.page.reload()
    chat.answers.first.locator("p").first.wait_for()
    assert visits[1] == []
    context.close()


def test_36_the_policy_would_stop_what_slipped_through(
    hostile: str, visits: tuple[str, list[str]], browser: sync_api.Browser
) -> None:
    """An image, a script and a request to elsewhere that are put into the page do not leave it."""
    context = browser.new_context()
    chat = Chat(context, hostile)
    chat.page.evaluate(
        """async address => {
          for (const [tag, name] of [["img", "src"], ["script", "src"], ["iframe", "src"]]) {
            const made = document.createElement(tag)
            made[name] = address
            document.body.append(made)
          }
          await fetch(address).catch(() => null)
          await new Promise(done => setTimeout(done, 500))
        }""",
        visits[0],
    )
    assert visits[1] == []
    context.close()
