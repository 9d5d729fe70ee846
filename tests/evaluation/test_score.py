"""The evaluation sets beside the checkout, asked through the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCORE = ROOT.parent / "shared" / "eval" / "score.py"
FLOORS = {"exact-citations": 1.0, "questions": 0.85, "scenarios": 0.92, "abstention": 0.80}


@pytest.mark.slow
@pytest.mark.skipif(not SCORE.is_file(), reason="the evaluation sets are not beside the checkout")
def test_the_answers_score_above_the_floors(environment):
    """Quotes are exact without exception; the other scores keep what was reached."""
    floors = [f"--min={name}={floor}" for name, floor in FLOORS.items()]
    done = subprocess.run(
        [sys.executable, str(SCORE), "--show-failures", "--cwd", str(ROOT), *floors],
        env=dict(environment), capture_output=True, text=True, encoding="utf-8", check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
