"""Readers: one spelling in, one plain value out, and what is not allowed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import mounted, published, values
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import isolation
from hypothesis import given
from hypothesis import strategies as st

GOOD: list[tuple[Any, Any, Any]] = [
    (isolation, "Hyper-V", "hyperv"),
    (isolation, "HYPERV", "hyperv"),
    (isolation, "hyper_v", "hyperv"),
    (isolation, "Process", "process"),
    (isolation, "default", "default"),
    (values.memory, "512m", 512 * 1024**2),
    (values.memory, "1.5GiB", 1536 * 1024**2),
    (values.memory, "2 GB", 2 * 1024**3),
    (values.memory, 1073741824, 1024**3),
    (values.cpus, "1.5", 1.5),
    (values.credential_spec, "FILE://web.json", "file://web.json"),
    (values.credential_spec, "file://sub/web.json", "file://sub/web.json"),
    (values.credential_spec, 'raw://{"a": 1}', 'raw://{"a": 1}'),
    (values.device, "class://5B45201D-F2F2-4F3B-85BB-30FF1F953599", "class://5B45201D-F2F2-4F3B-85BB-30FF1F953599"),
    (values.hostname, "web-1.shop", "web-1.shop"),
    (values.cpus, 2, 2.0),
    (values.restart_policy, False, {"name": "no", "maximum_retry_count": 0}),
    (values.restart_policy, "on-failure:3", {"name": "on-failure", "maximum_retry_count": 3}),
    (values.restart_policy, "Always", {"name": "always", "maximum_retry_count": 0}),
    (published.ports, ["8080:80"], [{"container_port": 80, "protocol": "tcp", "host_port": 8080}]),
    (published.ports, [53], [{"container_port": 53, "protocol": "tcp", "host_port": None}]),
    (published.ports, ["53:53/UDP"], [{"container_port": 53, "protocol": "udp", "host_port": 53}]),
    (values.arguments, ["ping", 4], ["ping", "4"]),
    (values.arguments, 'cmd /c "echo a b" C:\\x\\', ["cmd", "/c", "echo a b", "C:\\x\\"]),
    (values.arguments, 'say "a \\"quoted\\" word" ""', ["say", 'a "quoted" word', ""]),
    (values.windows_path, "c:/data/", "c:\\data"),
    (values.windows_path, "D:/", "D:\\"),
    (values.working_dir, "/app/", "\\app"),
    (values.texts, {"A": 1, "B": 1.5, "C": ""}, {"A": "1", "B": "1.5", "C": ""}),
    (values.labels, {"": "x"}, {"": "x"}),
    (values.annotation_texts, {" ": "x", "winfleet.a": "y"}, {" ": "x", "winfleet.a": "y"}),
    (reference, "mcr.microsoft.com/windows/nanoserver:ltsc2022", "mcr.microsoft.com/windows/nanoserver:ltsc2022"),
    (
        mounted.mount,
        {"type": "bind", "source": "c:/data/", "target": "C:/in"},
        {"type": "bind", "source": "c:\\data", "target": "C:\\in", "read_only": False},
    ),
    (
        mounted.mount,
        {"type": "npipe", "source": "//./pipe/x", "target": r"\\.\pipe\x"},
        {"type": "npipe", "source": r"\\.\pipe\x", "target": r"\\.\pipe\x", "read_only": False},
    ),
    (
        mounted.mount,
        {"type": "volume", "source": "data", "target": "D:"},
        {"type": "volume", "source": "data", "target": "D:\\", "read_only": False},
    ),
]
BAD: list[tuple[Any, Any, str]] = [
    (isolation, "", "process, hyperv and default"),
    (values.memory, "1.5", "at least 1m"),
    (values.memory, "-1g", "512m"),
    (values.cpus, True, "0.01"),
    (values.network, "container:", "name of the container"),
    (values.network, " ", "name of a network"),
    (values.network, "n" * 300, "name of a network"),
    (values.name, "n" * 65536, "255 characters"),
    (values.hostname, "a b", "letters"),
    (values.hostname, "h" * 64, "63"),
    (values.text, "x\0y", "255 characters"),
    (values.credential_spec, "file://C:\\x.json", "CredentialSpecs"),
    (values.credential_spec, "file://..\\x.json", "CredentialSpecs"),
    (values.credential_spec, "FILE://a/../../x.json", "CredentialSpecs"),
    (values.credential_spec, "file:///x.json", "CredentialSpecs"),
    (values.credential_spec, "raw://not json", "JSON object"),
    (values.credential_spec, "raw://[1]", "JSON object"),
    (values.credential_spec, "registry://a\\b", "backslash"),
    (values.credential_spec, "config://x", "file://"),
    (values.credential_spec, "x.json", "file://"),
    (values.device, "class/bogus", "GUID"),
    (values.device, "CLASS/5B45201D-F2F2-4F3B-85BB-30FF1F953599", "class/GUID"),
    (values.device, "vpci://x", "no other device starts"),
    (values.device, "vpci-instance-id://PCI", "no other device starts"),
    (values.device, "/dev/null", "no other device starts"),
    (values.device, "COM1", "no other device starts"),
    *(
        (mounted.mount, {"type": "npipe", "source": source, "target": r"\\.\pipe\x"}, "plain name of a pipe")
        for source in (
            r"\\.\pipe\.\docker_engine",
            r"\\.\pipe\x\..\docker_engine",
            "\\\\.\\pipe\\\\docker_engine",
            r"\\.\pipe\docker_engine.",
            "\\\\.\\pipe\\docker_engine ",
            "\\\\.\\pipe\\docker_engine\t",
            "\\\\.\\pipe\\a\x00b",
            r"\\.\pipe\rancher_desktop\docker_engine",
        )
    ),
    *(
        (mounted.mount, {"type": "bind", "source": source, "target": "C:\\x"}, word)
        for source, word in (
            (r"\\server\share", "New-SmbGlobalMapping"),
            (r"\\localhost\ADMIN$", "New-SmbGlobalMapping"),
            (r"\\?\UNC\server\share", "New-SmbGlobalMapping"),
            (r"C:\Windows::$INDEX_ALLOCATION", "no folder's name"),
            ("C:\\a\x00b", "no folder's name"),
            ("C:\\a*", "no folder's name"),
        )
    ),
    (values.annotation_texts, {"": "x"}, "empty"),
    (values.annotation_texts, {"A": None}, "quotes"),
    (values.cpus, float("nan"), "0.01"),
    (values.restart_policy, "on-failure:x", "on-failure:N"),
    (values.restart_policy, "always:3", "on-failure:N"),
    (published.ports, ["0:80"], "HOST_PORT"),
    (published.ports, ["80:70000"], "HOST_PORT"),
    (published.ports, ["80/sctp"], "tcp"),
    (published.ports, ["8000-8010:80"], "as many of the one"),
    (values.arguments, 'say "a', "not closed"),
    (values.arguments, [{"a": 1}], "list of texts"),
    (values.texts, {"": "x"}, "empty"),
    (values.texts, {"A=B": "x"}, "'='"),
    (values.texts, {"A": None}, "quotes"),
    (mounted.mount, {"type": "volume", "source": "CON", "target": "C:\\x"}, "name of a volume"),
    (mounted.mount, {"type": "bind", "source": r"\\.\pipe\x", "target": "C:\\x"}, "absolute path"),
    (mounted.mount, {"type": "npipe", "source": "c:\\x", "target": r"\\.\pipe\x"}, "named pipe"),
    (mounted.mount, {"type": "npipe", "source": r"c:\a\longer\folder", "target": r"\\.\pipe\x"}, "named pipe"),
    (mounted.mount, {"type": "npipe", "source": r"\\.\pipe\x", "target": "\\\\.\\pipe\\"}, "named pipe"),
    (
        mounted.mount,
        {"type": "npipe", "source": r"\\.\pipe\x", "target": r"\\.\pipe\x", "read_only": True},
        "read_only",
    ),
    (
        mounted.mounts,
        [{"type": "volume", "source": "aa", "target": "C:\\x"}, {"type": "volume", "source": "bb", "target": "c:/X/"}],
        "one target",
    ),
    (values.working_dir, "C:app", "absolute"),
    (reference, "sha256:abc", "reference"),
    (reference, "has blank", "reference"),
]


@pytest.mark.parametrize(("read", "given_value", "expected"), GOOD)
def test_reads(read: Any, given_value: Any, expected: Any) -> None:
    assert read(given_value) == expected


@pytest.mark.parametrize(("read", "given_value", "allowed"), BAD)
def test_refuses_and_says_what_is_allowed(read: Any, given_value: Any, allowed: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        read(given_value)
    assert allowed in str(refused.value)


def quoted(word: str) -> str:
    """As Windows wants it: a quote and the backslashes before it, or before the end, are doubled."""
    out, slashes = "", 0
    for character in word:
        out += "\\" * (slashes + 1) + '"' if character == '"' else character
        slashes = slashes + 1 if character == "\\" else 0
    return f'"{out}' + "\\" * slashes + '"'


@given(st.lists(st.text(alphabet='ab \\"\t/', max_size=8), max_size=5))
def test_a_command_line_is_split_into_the_words_that_it_was_made_of(words: list[str]) -> None:
    assert values.split_command_line(" ".join(map(quoted, words))) == words


@given(st.from_regex(r"[a-zA-Z]:([\\/][a-z .]{1,6}){0,3}[\\/]?", fullmatch=True))
def test_a_path_is_levelled_once_and_for_all(path: str) -> None:
    once = values.windows_path(path)
    assert values.windows_path(once) == once
    assert "/" not in once
