"""What the page holds, and what it cannot."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import as_json
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.page import inline_json, page, short_image
from hostile import TEXTS, hostile_member
from sample_fleet import sample_fleet

TIME = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TAGS = ["ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025"]


class Elements(HTMLParser):
    """Every element with its attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found[-1:] and self.cdata_elem:
            self.inside.append((self.cdata_elem, data))


def made(fleet: list[dict[str, Any]], title: str = "Fleet") -> tuple[dict[str, Any], str]:
    told = document(fleet, TIME, title, TAGS)
    return told, page(told, "fleet.json")


@pytest.mark.parametrize("size", [0, 1, 5, 60])
def test_the_page_asks_for_nothing(size: int) -> None:
    _told, html = made(sample_fleet(size))
    for tag, attributes in Elements(html).found:
        assert tag not in ("img", "iframe", "object", "embed", "form", "base", "audio", "video")
        for name in ("src", "srcset", "poster", "action", "style"):
            assert name not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        href = attributes.get("href")
        assert href is None or href.startswith(("#", "data:,")) or href == "fleet.json"
    assert "url(" not in html and "@import" not in html


def test_the_policy_lets_in_the_pages_own_style_and_scripts_alone() -> None:
    _told, html = made(sample_fleet(5))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy and policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    texts = re.findall(r"<(style|script)>(.*?)</\1>", html, re.DOTALL)
    assert [tag for tag, _text in texts] == ["script", "style", "script"]
    for tag, text in texts:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert re.search(rf"{tag}-src [^;]*'sha256-{re.escape(digest)}'", policy[1])


def test_hostile_texts_stay_texts() -> None:
    fleet = [hostile_member(), *sample_fleet(3)]
    told, html = made(fleet, title=TEXTS[1])
    _clean, plain = made(sample_fleet(3))
    assert {tag for tag, _attributes in Elements(html).found} <= {tag for tag, _attributes in Elements(plain).found}
    assert html.count("<script") == plain.count("<script") == 3
    assert "1337" not in html
    assert "\u2028" not in re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1]
    assert json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])["hosts"] == told["hosts"]
    assert json.loads(as_json(told)) == told


def test_inline_json_cannot_end_its_element() -> None:
    text = inline_json({"x": "".join(TEXTS) + "&amp;"})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"x": "".join(TEXTS) + "&amp;"}


def test_the_page_shows_every_host_container_and_sentence() -> None:
    told, html = made(sample_fleet(40))
    for name in [row["name"] for row in told["hosts"]] + [item["name"] for item in told["containers"]]:
        assert f">{name}<" in html
    for sentence in told["summary"]["sentences"]:
        assert f"<span>{sentence}</span>" in html


def test_short_images() -> None:
    images = {
        "a.example.com:5000/b/c:1": "c:1",
        "c@sha256:abc": "c",
        "mcr.microsoft.com/windows/nanoserver:ltsc2022": "nanoserver:ltsc2022",
    }
    assert {image: short_image(image) for image in images} == images


def test_500_hosts_take_no_more_than_their_share() -> None:
    """Of a processor's time, beside a tenth of them."""

    def written(number: int) -> tuple[float, str]:
        fleet = sample_fleet(number)
        start = time.process_time()
        told, html = made(fleet)
        as_json(told)
        return time.process_time() - start, html

    few = max(written(50)[0] for _time in range(2))
    many, html = written(500)
    assert many < 20 * few
    assert len(html) < 6_000_000
