"""A Chromium for the tests of the report, or a loud skip."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.page import page

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))

NAMES = ("chromium", "chromium-browser", "google-chrome")
TAGS = ["ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025"]


def chromium() -> str | None:
    """The path of a Chromium: CHROMIUM in the environment, else one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip(f"NO BROWSER: the page of the report was not opened; put one of {', '.join(NAMES)} on PATH")
    api = pytest.importorskip("playwright.sync_api", reason="NO BROWSER: playwright is not installed")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True)
        yield running
        running.close()


class Opened:
    """A page in a tab of its own, with all that it said and asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(10_000)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.url = path.as_uri()
        self.tab.goto(self.url)

    def shown(self) -> list[str]:
        """The hosts that the table of hosts shows, in its order."""
        return self.tab.locator("#hosts .open:visible").all_inner_texts()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens the page of a fleet; fails the test if the page said or asked for anything."""
    tabs: list[Opened] = []

    def open_fleet(fleet: list[dict[str, Any]], **options: Any) -> Opened:
        told = document(fleet, datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "Fleet", TAGS)
        path = tmp_path / f"fleet-{len(tabs)}.html"
        path.write_text(page(told, "fleet.json"), encoding="utf-8")
        tabs.append(Opened(browser, path, **options))
        return tabs[-1]

    yield open_fleet
    for tab in tabs:
        tab.context.close()
    for tab in tabs:
        assert tab.said == []
        assert {url for url in tab.asked if not url.startswith("data:")} == {tab.url}
