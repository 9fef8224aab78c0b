"""What a service's command line says to dockerd, and the same line without some of it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.command_line import quoted, words
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flag_words import key_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    Flags,
    service_flags,
    settings_of,
    without,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import SETTINGS

PROGRAM = "C:\\Program Files\\docker\\dockerd.exe"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", []),
        ("a  b\tc", ["a", "b", "c"]),
        ('"a b" c', ["a b", "c"]),
        ('--x="a b"', ["--x=a b"]),
        ('"a\\\\" b', ["a\\", "b"]),
        ('a\\"b', ['a"b']),
        ('"a""b"', ['a"b']),
        ('C:\\x\\ "D:\\y z\\\\"', ["C:\\x\\", "D:\\y z\\"]),
        ('""', [""]),
        ('a"b c"d', ["ab cd"]),
    ],
)
def test_words(line: str, found: list[str]) -> None:
    assert [word.text for word in words(line)] == found


def test_a_word_is_read_as_it_was_quoted() -> None:
    dice = random.Random(7)
    for _round in range(3000):
        texts = ["".join(dice.choice('ab \t"\\') for _ in range(dice.randrange(8))) for _ in range(3)]
        line = " ".join(map(quoted, texts))
        assert [word.text for word in words(line)] == texts
        assert [line[word.start : word.end] for word in words(line)] == [quoted(text) for text in texts]


# The command line, program, flags, other words.
LINES: tuple[tuple[str, str, tuple[tuple[str, str | None], ...], tuple[str, ...]], ...] = (
    (f'"{PROGRAM}" --run-service', PROGRAM, (("run-service", None),), ()),
    (f"{PROGRAM} --run-service -D", PROGRAM, (("run-service", None), ("debug", None)), ()),
    ("C:\\Windows\\System32\\dockerd.EXE", "C:\\Windows\\System32\\dockerd.EXE", (), ()),
    ("dockerd --tls=false", "dockerd", (("tls", "false"),), ()),
    (
        f'"{PROGRAM}" --run-service --service-name d2 --config-file="C:\\my conf\\d.json"',
        PROGRAM,
        (("run-service", None), ("service-name", "d2"), ("config-file", "C:\\my conf\\d.json")),
        (),
    ),
    (
        "x.exe -H npipe:// -H=tcp://:1 -Htcp://:2",
        "x.exe",
        (("host", "npipe://"), ("host", "tcp://:1"), ("host", "tcp://:2")),
        (),
    ),
    ("x.exe -DG docker-users", "x.exe", (("debug", None), ("group", "docker-users")), ()),
    ("x.exe -DGdocker-users -l warn", "x.exe", (("debug", None), ("group", "docker-users"), ("log-level", "warn")), ()),
    ("x.exe --bogus --debug", "x.exe", (("bogus", None), ("debug", None)), ()),
    ("x.exe --bogus 1 -Z", "x.exe", (("bogus", "1"), ("Z", None)), ()),
    ("x.exe --data-root", "x.exe", (("data-root", None),), ()),
    ("x.exe one --debug -- --tls", "x.exe", (("debug", None),), ("one", "--tls")),
    ('  "x y.exe"  -  ', "x y.exe", (), ("-",)),
    ("", "", (), ()),
)


@pytest.mark.parametrize(("line", "program", "given", "rest"), LINES)
def test_a_command_line(
    line: str, program: str, given: tuple[tuple[str, str | None], ...], rest: tuple[str, ...]
) -> None:
    assert service_flags(line) == Flags(program, "", given, rest)
    assert without(line, ()) == line


@pytest.mark.parametrize(
    "path", ["C:\\nssm\\nssm.exe", "C:\\x y\\WinSW-x64.exe", "C:\\srvany-ng.exe", "srvany.exe", "C:\\shawl.exe"]
)
def test_a_wrapper_hides_the_flags(path: str) -> None:
    flags = service_flags(f'"{path}" run --debug')
    assert flags == Flags(path, path)
    assert without(f'"{path}" run --debug', ["debug"]) == f'"{path}" run --debug'


def test_what_is_no_wrapper() -> None:
    assert service_flags("C:\\winswift\\dockerd.exe").wrapper == ""


def test_the_values_of_keys() -> None:
    flags = service_flags("d.exe --run-service -D -H a -H b --data-root D:\\x --http-proxy http://p --service-name d2")
    assert flags.value("debug") == "true"
    assert flags.value("hosts") == flags.value("host") == "b"
    assert flags.value("proxies") == flags.value("http-proxy") == "http://p"
    assert flags.value("group") is None and flags.value("") is None
    assert (flags.service_name, flags.config_file, flags.file) == ("d2", None, "D:\\x\\config\\daemon.json")
    assert service_flags("d.exe").service_name == "docker"
    assert service_flags("d.exe").file == "C:\\ProgramData\\docker\\config\\daemon.json"
    assert service_flags("d.exe --config-file E:\\d.json --data-root D:\\x").file == "E:\\d.json"
    assert flags.less(["hosts", "proxies"]).given == (
        ("run-service", None), ("debug", None), ("data-root", "D:\\x"), ("service-name", "d2"),
    )  # fmt: skip


# Flags, and the same as daemon.json has it.
MOVED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("-D", {"debug": True}),
    ("--debug=false", {"debug": False}),
    ("--debug=maybe", {"debug": "maybe"}),
    ("-H npipe:// -H tcp://:1", {"hosts": ["npipe://", "tcp://:1"]}),
    ("--exec-opt isolation=hyperv", {"exec-opts": ["isolation=hyperv"]}),
    ("--log-opt max-size=1m --log-opt tag=a=b", {"log-opts": {"max-size": "1m", "tag": "a=b"}}),
    ("--mtu 1400", {"mtu": 1400}),
    ("--mtu=-1 --max-concurrent-downloads x", {"mtu": -1, "max-concurrent-downloads": "x"}),
    ("--dns 1.1.1.1,8.8.8.8 --dns 9.9.9.9", {"dns": ["1.1.1.1", "8.8.8.8", "9.9.9.9"]}),
    ("--feature a --feature b=false", {"features": {"a": True, "b": False}}),
    (
        "--default-network-opt nat=a=b --default-network-opt nat=c=d",
        {"default-network-opts": {"nat": {"a": "b", "c": "d"}}},
    ),
    ("--http-proxy http://p --no-proxy x", {"proxies": {"http-proxy": "http://p", "no-proxy": "x"}}),
    ("--nri-opts enable=true,plugin-path=C:\\x", {"nri-opts": {"enable": True, "plugin-path": "C:\\x"}}),
    ("--host-gateway-ip 1.2.3.4", {"host-gateway-ips": ["1.2.3.4"]}),
    ("--data-root D:\\a --data-root D:\\b -G x", {"data-root": "D:\\b", "group": "x"}),
    ("--service-name x --run-service --config-file y --bogus z", {}),
)


@pytest.mark.parametrize(("line", "settings"), MOVED)
def test_flags_as_settings(line: str, settings: dict[str, Any]) -> None:
    found = settings_of(service_flags(f'"{PROGRAM}" --run-service {line}'))
    assert repr(found) == repr(settings)
    assert settings_of(service_flags(without(f'"{PROGRAM}" --run-service {line}', found))) == {}


# The line, keys, the line without them.
LEFT: tuple[tuple[str, list[str], str], ...] = (
    (f'"{PROGRAM}" --run-service -H npipe:// -D', ["hosts"], f'"{PROGRAM}" --run-service -D'),
    (f'"{PROGRAM}" --run-service -H npipe://', ["hosts"], f'"{PROGRAM}" --run-service'),
    (f'{PROGRAM}  --host="x y"  --data-root "D:\\a b"', ["hosts"], f'{PROGRAM} --data-root "D:\\a b"'),
    ("d.exe -DG docker-users --tls", ["group"], "d.exe --debug --tls"),
    ("d.exe -DG docker-users --tls", ["debug"], "d.exe --group=docker-users --tls"),
    ('d.exe -DG "a b"', ["debug"], 'd.exe "--group=a b"'),
    ("d.exe -DGx", ["debug", "group"], "d.exe"),
    ("d.exe --http-proxy a --no-proxy b --debug", ["proxies"], "d.exe --debug"),
    ("d.exe --log-opt a=b --label x=y --log-opt c=d", ["log-opts"], "d.exe --label x=y"),
    (
        "d.exe --run-service --service-name x",
        ["run-service", "service-name", ""],
        "d.exe --run-service --service-name x",
    ),
    ("d.exe --bogus x -D", ["hosts"], "d.exe --bogus x -D"),
)


@pytest.mark.parametrize(("line", "keys", "left"), LEFT)
def test_without(line: str, keys: list[str], left: str) -> None:
    assert without(line, keys) == left


def test_without_is_what_less_says() -> None:
    """Of many lines with any flags in any spelling."""
    dice = random.Random(11)
    names = [row for row in SETTINGS if row.flag]
    values = {"switch": "true", "number": "5", "table": "a=b", "tables": "n=a=b", "switches": "a"}
    for _round in range(600):
        line = [f'"{PROGRAM}"', "--run-service"]
        for row in dice.sample(names, 5):
            value = values.get(row.kind, dice.choice(["x", "D:\\a b", 'say "x"', ""]))
            spelt = [[f"--{row.flag}={value}"]]
            if row.kind != "switch":
                spelt += (
                    [[f"--{row.flag}", value], [f"-{row.short}", value]] if row.short else [[f"--{row.flag}", value]]
                )
            else:
                spelt += [[f"--{row.flag}"]]
            line += map(quoted, dice.choice(spelt))
        text = " ".join(line)
        keys = [row.key for row in dice.sample(names, 9)]
        flags = service_flags(text)
        assert service_flags(without(text, keys)) == flags.less(keys)
        assert not set(keys) & set(settings_of(flags.less(keys)))
        assert {key_of(name) for name, _value in flags.given} - {""} == set(settings_of(flags))
