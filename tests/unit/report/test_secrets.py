"""Which texts are masked, and which are left alone?"""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.secrets import (
    MASK,
    environment_values,
    mask,
    masked,
    secret_key,
)

SECRET_KEYS = [
    "password",
    "DB_PASSWORD",
    "apiKey",
    "registry.token",
    "client-secret",
    "Authorization",
    "PGPASSWORD",
    "credentials",
]
PLAIN_KEYS = ["name", "image", "passenger", "tokenizer", "keyboard", "compass", "isolation", "LOG_LEVEL"]


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_secret_keys(key: str) -> None:
    assert secret_key(key)


@pytest.mark.parametrize("key", PLAIN_KEYS)
def test_plain_keys(key: str) -> None:
    assert not secret_key(key)


MASKED = [
    ("login failed: password=hunter2 for sa", f"login failed: password={MASK} for sa"),
    ('env "DB_PASSWORD=hunter2" is set', f'env "DB_PASSWORD={MASK}" is set'),
    ("{'api_key': 'abc def', 'port': 80}", f"{{'api_key': {MASK}, 'port': 80}}"),
    ("Authorization: Bearer abc.def", f"Authorization: Bearer {MASK}"),
    ("pull https://bob:hunter2@registry.example.com/x", f"pull https://{MASK}@registry.example.com/x"),
]


@pytest.mark.parametrize(("text", "wanted"), MASKED)
def test_what_is_masked_in_a_text(text: str, wanted: str) -> None:
    assert mask(text) == wanted


@pytest.mark.parametrize(
    "text", ["image build 17763", "10.0.20348.1", "open //./pipe/docker_engine: Access is denied.", "the token is gone"]
)
def test_what_is_left_alone(text: str) -> None:
    assert mask(text) == text


def test_environment_values_of_both_shapes_longest_first() -> None:
    containers = [
        {"env": {"MODE": "production", "PORT": 8080, "API_TOKEN": "abc"}},
        {"env": ["NAME=web server", "FLAG", "PASSWORD="]},
        {},
    ]
    assert environment_values(containers) == ["production", "web server", "abc"]


def test_masked_goes_through_everything() -> None:
    data = {"token": {"a": 1}, "list": ["x=production", 7, None], "deep": {"text": "production"}}
    assert masked(data, ["production"]) == {"token": MASK, "list": [f"x={MASK}", 7, None], "deep": {"text": MASK}}
