"""The chat's colours and settings."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit/config.toml"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, level AA


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    """The settings that ``streamlit run app.py`` reads."""
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "grayTextColor"])
def test_contrast(config: dict[str, Any], scheme: str, ink: str) -> None:
    """Text stands out enough on every background, in both themes and in the panel."""
    theme = config["theme"][scheme]
    for ground in (theme, theme["sidebar"]):
        for name in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(theme[ink], ground[name]) >= LEAST_CONTRAST
    assert contrast("#FFFFFF", theme["primaryColor"]) >= LEAST_CONTRAST


def test_nothing_is_asked_or_sent(config: dict[str, Any]) -> None:
    """A start asks for no address, sends no statistics, and serves this machine only."""
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["showEmailPrompt"] is False
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["allowedHosts"]
