# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that loads nothing: style, script and data stand in it, its policy forbids all else.

The scripts of `assets` are one script, in the order of their names.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.findings import SECTIONS
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.matrix import CELLS
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.summary import flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.table import state_words
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ASSETS = Path(__file__).parent / "assets"

# Hides the tables until the script has folded them: half a second of layout with 500 hosts.
START = Markup('document.documentElement.className = "starting";')
# A longer list of things to do stands behind a button.
MOST_TODO = 6

# count of the summary -> what the filter of this name says
FILTERS = {
    "broken": "have something broken",
    "isolation": "not isolated as declared",
    "process": "run process isolation",
    "hyperv": "run Hyper-V isolation",
    "none": "run neither",
    "reboot": "need a reboot",
    "engine": "without a running engine",
    "outdated": "engine unsupported or with holes",
    "update": "engine update due",
    "support": "support ended or ending",
    "unreached": "not reached",
}
LEVEL_WORDS = {"bad": "needs work", "warn": "lacks something", "unknown": "not known", "ok": "in order"}
# How a verdict on a mode and the standing of a container read: (sign, word); the signs differ without their colours.
VERDICT_WORDS = {
    "yes": ("\N{CHECK MARK}", "yes"),
    "by_rule": ("\N{CHECK MARK}", "by rule"),
    "no": ("\N{MULTIPLICATION SIGN}", "no"),
    "unknown": ("?", "not known"),
}
OUTCOME_WORDS = {
    "missing": ("\N{EMPTY SET}", "not there"),
    "restarting": ("\N{CLOCKWISE OPEN CIRCLE ARROW}", "restarting"),
    "start_failed": ("!", "start failed"),
    "dead": ("\N{DAGGER}", "dead"),
    "removing": ("\N{HOURGLASS}", "being removed"),
    "stopped": ("\N{BLACK SQUARE}", "stopped"),
    "unhealthy": ("+", "unhealthy"),
    "refused": ("\N{MULTIPLICATION SIGN}", "refused"),
    "refuted": ("\N{NOT EQUAL TO}", "refuted"),
    "other_image": ("\N{GREEK CAPITAL LETTER DELTA}", "another image"),
    "differs": ("\N{ALMOST EQUAL TO}", "not as declared"),
    "left": ("\N{MINUS SIGN}", "still there"),
    "inconclusive": ("~", "inconclusive"),
    "unknown": ("?", "not judged"),
    "runs": ("\N{WHITE CIRCLE}", "judged to run"),
    "resting": ("\N{WHITE SQUARE}", "stopped, as declared"),
    "proven": ("\N{CHECK MARK}", "proven"),
}
# What stands under the title of a section of things to do where there is nothing to be told.
SECTION_NOTES = {
    "broken": "Nothing: what is declared is there and runs, as far as it is known.",
    "isolation": "Nothing: no container is known to be isolated otherwise than declared.",
    "coming": "Nothing: no support ends within a year, no engine has known holes, and no reboot is pending.",
    "could": "Nothing: every host can run what it could.",
}
# Said only where a host's support is over or nearly so.
SUPPORT_WORDS = {"ending": ("!", "ending"), "ended": ("\N{MULTIPLICATION SIGN}", "ended")}


def page(document: Mapping[str, Any], data_name: str) -> str:
    """The page of a document (document.py); `data_name` is the file name of the JSON, for the link to it."""
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(ASSETS),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = _text("page.css")
    script = Markup("").join([Markup('"use strict";\n'), *(_text(path.name) for path in sorted(ASSETS.glob("*.js")))])
    hashes = {"style": [_hash(style)], "script": [_hash(START), _hash(script)]}
    hosts = document["hosts"]
    words = {
        "cells": CELLS,
        "levels": LEVEL_WORDS,
        "verdicts": VERDICT_WORDS,
        "outcomes": OUTCOME_WORDS,
        "support": SUPPORT_WORDS,
    }
    return environment.get_template("page.html.j2").render(
        document=document,
        data_name=data_name,
        filters=FILTERS,
        words=words,
        flags=[flags(row) for row in hosts],
        releases=Counter(row["release"] for row in hosts),
        short=short_image,
        state_words=state_words,
        any_running=any(row["running"] for row in hosts),
        most_todo=MOST_TODO,
        sections=SECTIONS,
        notes=SECTION_NOTES,
        style=style,
        script=script,
        start=START,
        hashes=hashes,
        data=inline_json(
            {"hosts": hosts, "images": document["images"], "flags": [flags(row) for row in hosts], "words": words}
        ),
    )


def short_image(image: str) -> str:
    """The last part of an image's name, without a digest: what fits over a column."""
    return image.partition("@")[0].rpartition("/")[2]


def inline_json(data: Any) -> Markup:
    """JSON that can stand in a script element: it holds no `<`, no `&` and nothing but ASCII (so no U+2028 either)."""
    text = json.dumps(data, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _text(name: str) -> Markup:
    return Markup((ASSETS / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """The source expression by which the page's policy lets exactly this text in."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
