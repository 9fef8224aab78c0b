"""What of daemon.json may be shown."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import check
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.shown import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known

SECRETS: tuple[dict[str, Any], ...] = (
    {"proxies": {"http-proxy": "http://bob:hunter2@proxy:3128", "no-proxy": "a,b"}},
    {"proxies": {"https-proxy": "http://hunter2@proxy:3128"}},
    {"log-opts": {"splunk-token": "hunter2", "splunk-url": "https://x"}},
    {"labels": ["password=hunter2", "a=b"]},
    {"registry-mirrors": ["https://bob:hunter2@mirror"]},
    {"http-proxy": "http://bob:hunter2@proxy:3128"},
)


@pytest.mark.parametrize("settings", SECRETS)
def test_secrets_are_hidden(settings: dict[str, Any]) -> None:
    before = repr(settings)
    assert "hunter2" not in repr(shown(settings))
    assert shown(shown(settings)) == shown(settings)
    assert repr(settings) == before
    assert shown(settings).keys() == settings.keys()


def test_what_is_no_secret_stays() -> None:
    settings = {
        "hosts": ["npipe://", "tcp://0.0.0.0:2376"], "tlskey": "C:\\certs\\key.pem", "tls": True,
        "log-opts": {"max-size": "10m"}, "exec-opts": ["isolation=hyperv"], "mtu": 5, "dns": None,
        "proxies": {"http-proxy": "http://proxy:3128"}, "authorization-plugins": ["x"],
    }  # fmt: skip
    assert shown(settings) == settings


@pytest.mark.parametrize("settings", SECRETS)
def test_no_refusal_tells_a_secret(settings: dict[str, Any]) -> None:
    """Neither of a good value nor of one of the wrong type, nor where a flag is the same."""
    flags = service_flags("d.exe --http-proxy http://bob:hunter2@x --label password=hunter2 -H bob:hunter2@x://y")
    for made in (
        settings,
        {key: [value] for key, value in settings.items()},
        {key: {"x": value} for key, value in settings.items()},
    ):
        for given in (flags, None):
            checked = check(made, given, known("29.7.2"), {}, made.keys())
            assert [text for text in checked.refusals + checked.warnings if "hunter2" in text] == []
