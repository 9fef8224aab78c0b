# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fleet_report: runs on the controller alone, asks no host anything, and writes two files."""

from __future__ import annotations

import textwrap
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import image_version
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.action import MEMBER, FleetAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.change import difference, without_stamp
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.collect import member
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import as_json, document_in, read, write
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.page import page

HOST = {
    **MEMBER,
    "isolation": {"type": "dict", "default": {}},
    "declared": {"type": "list", "elements": "dict", "default": []},
    "verdicts": {"type": "list", "elements": "dict", "default": []},
    "proof": {"type": "list", "elements": "dict", "default": []},
}
SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "dict", "required": True, "options": HOST},
    "left_out": {"type": "list", "elements": "str", "default": []},
    "page": {"type": "path", "required": True},
    "data": {"type": "path", "required": True},
    "title": {"type": "str", "default": "Windows container hosts"},
    "images": {"type": "list", "elements": "str", "default": ["ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025"]},
}
WIDTH = 100  # of a terminal


class ActionModule(FleetAction):
    """Writes the fleet's page and its JSON."""

    SPEC = SPEC

    def wrong(self, options: dict[str, Any]) -> list[tuple[str, str]]:
        return wrong_together(options)

    def told(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        result: dict[str, Any] = {}
        fleet = [member(host) for host in options["hosts"]]
        new = document(fleet, now, options["title"], options["images"], options["left_out"])
        page_path, data_path = Path(options["page"]), Path(options["data"])
        try:
            before, text_before = document_in(read(data_path)), read(page_path)
            changed = is_changed(before, text_before, new, data_path.name)
            if not self._task.check_mode:
                write(page_path, page(new, data_path.name))
                write(data_path, as_json(new))
        except OSError as error:
            raise AnsibleActionFail(
                f"The report cannot be written: {error}. Give `page` and `data` where this user may write."
            ) from error
        if not self._task.no_log:
            for text in [*new["summary"]["sentences"], f"The page: {page_path}"]:
                Display().display(textwrap.fill(text, WIDTH, subsequent_indent="    ", break_long_words=False))
        if self._task.diff:
            was, is_now = difference(without_stamp(before), without_stamp(new))
            result["diff"] = {
                "before": was,
                "after": is_now,
                "before_header": str(data_path),
                "after_header": str(data_path),
            }
        return {
            **result,
            "changed": changed,
            "page": str(page_path),
            "data": str(data_path),
            "summary": new["summary"]["sentences"],
            "levels": new["summary"]["levels"],
        }


def wrong_together(options: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the options although each of them is well-formed."""
    names = [host["name"] for host in options["hosts"]]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems = [("hosts", f"{name!r} is there twice; give each host once") for name in twice]
    problems += [
        ("images", f"{image!r} is not a known tag; give one like ltsc2022, or a version like 10.0.20348")
        for image in options["images"]
        if image_version(image) is None
    ]
    if options["page"] == options["data"]:
        problems.append(("data", f"{options['data']!r} is the page already; give the JSON a file of its own"))
    return problems


def is_changed(before: dict[str, Any], page_before: str | None, new: dict[str, Any], data_name: str) -> bool:
    """Whether the files say something else than before; that the same was found later is no change."""
    if without_stamp(before) != without_stamp(new):
        return True
    return page_before != page({**new, "generated": before["generated"]}, data_name)
