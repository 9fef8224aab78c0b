"""References of images are read by one reader that knows the grammar (github.com/distribution/reference)."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import reference

SHA = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    "value",
    [
        "nano", "nano:1", "nano@" + SHA, "nano:1@" + SHA, "library/nano", "shop/web_app:1.0-rc.1", "a/b/c/d:latest",
        "registry.example.com/shop/web:1.4", "registry.example.com:5000/web", "localhost/web", "localhost:5000/web:1",
        "REG.example.com/web", "Reg/web:1", "127.0.0.1:5000/win/app", "[::1]:5000/app:1", "a__b/c--d:X_y.Z",
        "x:" + "t" * 128,
    ],
)  # fmt: skip
def test_what_is_one_is_taken_as_it_is(value: str) -> None:
    assert reference(value) == value


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("registry/x:", "every tag"), ("x:", "every tag"), ("registry.example.com:5000/x:", "every tag"),
        ("registry.example.com/Shop/Web:1.0", "lower case"), ("Nano", "lower case"), ("shop/Web", "lower case"),
        ("https://registry.example.com/x:1", "https://"), ("docker://x", "docker://"), ("HTTP://x/y", "scheme"),
        ("x y:1", "repository"), (" x", "repository"), ("x:a b", "tag"), ("x:-a", "tag"), ("x:" + "t" * 129, "tag"),
        ("x@sha256:0", "digest"),
        ("host:0/x", "port"), ("host:70000/x", "port"), ("host:http/x", "port"), ("my_host.example/x", "host"),
        ("a//b", "repository"), ("/x", "repository"), ("x/", "repository"), ("a..b", "repository"),
        ("a___b", "repository"),
        ("0" * 64, "id"), (SHA, "id"), ("a/" * 130 + "b", "longer"), ("", "repository"),
        ("\u00fcber", "repository"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_with_the_reason(value: str, word: str) -> None:
    with pytest.raises(ValueError, match=r"allowed is a reference such as") as refused:
        reference(value)
    assert word in str(refused.value)


@pytest.mark.parametrize("value", ["https://user:PASS@reg.example.com/x:1", "user:PASS@reg.example.com/x:1"])
def test_a_password_is_never_repeated(value: str) -> None:
    with pytest.raises(ValueError) as refused:
        reference(value)
    assert "PASS" not in str(refused.value)
