"""From Enter to the first words of the answer in Chromium: python tests/benchmarks/chat.py [N].

Prints medians in milliseconds: of one reader who asks N questions (20 unless told), and of ten
readers who ask at the same time. Exit status 1 where one is over its target. The index is the one
that ASSISTANT_INDEX names, or the chat's own; nothing is kept of the conversations.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/browser")]

from playwright import sync_api
from readers import Reader
from served import BROWSER, Chat, chromium, served, settle

from assistant.settings import Settings

ROUNDS = 20
READERS = 10
READING_MS = 2500
START_SECONDS = 30
TARGET_MS = {"one": 300.0, "ten at once": 1000.0, "nine others": 1000.0}
QUESTIONS = (
    "What is outstaffing?",
    "How do outstaffing and outsourcing differ?",
    "When is staff augmentation the wrong choice?",
    "Why are freelancer platforms risky for enterprises?",
    "Should I outstaff QA?",
    "nobody here can manage testers",
    "What are the risks of outsourcing?",
    "The scope is fixed and it is a one-off",
    "Which hidden costs belong in the total cost of ownership?",
    "What is a managed service?",
)

# The clock runs in the page itself: from the key to the first frame after the words are there.
WATCH = """() => {
  const shown = () => {
    const roots = [...document.querySelectorAll('[data-testid=stChatMessage] *')]
      .filter(one => one.shadowRoot).map(one => one.shadowRoot)
    return roots.filter(root => root.querySelector('article[aria-label] .body')?.innerText.trim()).length
  }
  const input = document.querySelector('[data-testid=stChatInputTextArea]')
  const before = shown()
  window.answered = new Promise(resolve => {
    input.addEventListener('keydown', event => {
      if (event.key !== 'Enter') return
      const pressed = performance.now()
      const look = () => shown() > before
        ? resolve(performance.now() - pressed) : requestAnimationFrame(look)
      look()
    }, { once: true, capture: true })
  })
}"""


def main(rounds: int) -> int:
    """Exit status; the medians are printed."""
    if BROWSER is None:
        sys.stderr.write("no Chromium found. Run: apt install chromium\n")
        return 2
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "ASSISTANT_INDEX": str(settings.index.absolute()),
            "ASSISTANT_MODELS": str(settings.models.absolute()),
            "ASSISTANT_HISTORY": str(Path(folder) / "history.sqlite"),
        }
        with served(environment) as url, chromium() as browser:
            one = _one(browser, url, rounds)
            ten, others = _ten(browser, url, rounds)
    over = False
    named = (("one", one), ("ten at once", ten), ("nine others", others))
    for name, times in named:
        median = statistics.median(times)
        over |= median > TARGET_MS[name]
        print(
            f"{name:12} median {median:5.0f} ms  (target {TARGET_MS[name]:.0f}; "
            f"{min(times):.0f} to {max(times):.0f}, {len(times)} answers)"
        )
    return int(over)


def _one(browser: sync_api.Browser, url: str, rounds: int) -> list[float]:
    """Milliseconds of each answer; a conversation has five questions, the first warms up."""
    times: list[float] = []
    while len(times) < rounds:
        chat = Chat(browser.new_context(), url)
        for question in QUESTIONS[len(times) % 2 * 5 :][:5]:
            times.append(_asked(chat, question))
            chat.page.wait_for_timeout(READING_MS)
        chat.page.context.close()
    return times[:rounds]


def _asked(chat: Chat, question: str) -> float:
    _ready(chat, question)
    chat.input.press("Enter")
    return _answered(chat)


def _ready(chat: Chat, question: str) -> None:
    """None; the answer before was drawn to its end, and the question stands in the box."""
    settle(chat.page)
    chat.page.locator("article[aria-busy]").wait_for(state="detached")
    chat.input.fill(question)
    chat.page.evaluate(WATCH)


def _answered(chat: Chat) -> float:
    return float(chat.page.evaluate("() => window.answered"))


def _ten(browser: sync_api.Browser, url: str, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of answers that ten readers ask for at once: in Chromium, and of the others.

    One of them reads in Chromium. The others would have machines of their own; here they are
    connections alone, and their time is that at which the answer's message arrived.
    """
    chat = Chat(browser.new_context(), url)
    others = [Reader(url) for _ in range(READERS - 1)]
    seen: list[float] = []
    arrived: list[float] = []
    with ThreadPoolExecutor(len(others)) as pool:
        for turn in range(min(rounds, len(QUESTIONS))):
            _ready(chat, QUESTIONS[turn])
            start = threading.Barrier(len(others) + 1)
            asked = [
                pool.submit(reader.ask, QUESTIONS[(turn + place) % len(QUESTIONS)], start)
                for place, reader in enumerate(others)
            ]
            start.wait(START_SECONDS)
            chat.input.press("Enter")
            seen.append(_answered(chat))
            arrived += [1000 * answer.result() for answer in asked]
            chat.page.wait_for_timeout(READING_MS)
    for reader in others:
        reader.close()
    return seen, arrived


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
