"""Nothing secret of an engine's declaration or configuration is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from engine_situations import ours
from model_host import CONFIG, ModelHost, archive, run, sha

SECRET = "Zwiebelkuchen-4711"


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("name", ["Authorization", "X-Mirror-Login", "Cookie"])
def test_headers_are_secret_whatever_their_names_are(name: str, nested: bool) -> None:
    options = {"archive": "https://x/y.zip", "headers": {name: f"Bearer {SECRET}"}}
    masker = Masker.of({"engine": options} if nested else options)
    assert SECRET not in masker.text(f"the server said: Bearer {SECRET} is no login")


def told(outcome: Any) -> str:
    decision = outcome.decisions["engine"]
    return json.dumps([decision.before, decision.after, decision.result, decision.doing, decision.warnings])


def test_a_login_of_a_proxy_is_in_no_diff() -> None:
    host = ModelHost()
    ours(host)
    host.write(CONFIG, json.dumps({"proxies": {"http-proxy": f"http://me:{SECRET}@old:3128"}}).encode())
    outcome = run(host, config={"proxies": {"http-proxy": f"http://me:{SECRET}x@new:3128"}})
    assert outcome.problem is None and SECRET not in told(outcome)
    assert SECRET in host.files[CONFIG.lower()].decode()


def test_headers_are_in_no_result_and_in_the_one_step_that_needs_them() -> None:
    host = ModelHost()
    url = "https://mirror.example/docker-29.7.2.zip"
    host.urls[url] = archive("29.7.2")
    given = {"version": "29.7.2", "archive": url, "checksum": sha(archive("29.7.2")), "headers": {"X-Login": SECRET}}
    outcome = run(host, **given)
    assert outcome.problem is None and SECRET not in told(outcome)
    steps = [step for step in outcome.decisions["engine"].steps if SECRET in json.dumps(step)]
    assert [step["verb"] for step in steps] == ["download"]
