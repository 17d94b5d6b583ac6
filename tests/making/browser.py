"""The browser that judges pages made for one."""

from __future__ import annotations

import shutil

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_command() -> list[str]:
    """Chromium, ready to be given a page. Skips the test where none is installed."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    return [found, "--headless", "--no-sandbox", "--disable-gpu"]
