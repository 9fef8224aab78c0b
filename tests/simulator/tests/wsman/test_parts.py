"""The pure parts: framing, durations, command lines, and tokens from anybody."""

from __future__ import annotations

import base64
import stat

import pytest
from hostsim.fronts.cmd import BUILTINS, Console, not_recognized, program, run_builtin, words
from hostsim.fronts.live_pool import PIPELINE_STATE, PipelineEnd, packets_in
from hostsim.wsman import Knobs
from hostsim.wsman.authentication import ConnectionSecurity, Users
from hostsim.wsman.encryption import frame, is_encrypted, unframe
from hostsim.wsman.faults import Fault
from hostsim.wsman.operations import config
from hostsim.wsman.soap import parse_duration, parse_request
from hostsim.wsman.streams import signed
from hypothesis import given, settings
from hypothesis import strategies as st

CONSOLE = Console("SRV2022", "Vagrant", "10.0.20348.2113", {"ComputerName": "SRV2022"})


@given(header=st.binary(max_size=40), data=st.binary(max_size=400), length=st.integers(0, 10**6))
def test_frames_round_trip(header, data, length):
    assert unframe(frame(header, data, length)) == (header, data, length)


def test_ciphertext_may_hold_the_boundary():
    data = b"x--Encrypted Boundary\r\n--Encrypted Boundary--\r\ny"
    assert unframe(frame(b"h" * 16, data, 5))[1] == data


@given(body=st.binary(max_size=300))
def test_junk_is_no_frame(body):
    with pytest.raises(ValueError):
        unframe(body)


@pytest.mark.parametrize("cut", [1, 30, 120, 180])
def test_a_frame_that_was_cut_is_no_frame(cut):
    with pytest.raises(ValueError):
        unframe(frame(b"h" * 16, b"data", 4)[:-cut])


def test_content_types():
    assert is_encrypted('multipart/encrypted;protocol="x";boundary="Encrypted Boundary"')
    assert not is_encrypted("application/soap+xml;charset=UTF-8")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT20S", 20),
        ("PT7200.000S", 7200),
        ("PT1M", 60),
        ("P1DT1H1M1S", 90061),
        ("PT0S", None),
        ("PT-1S", None),
        ("20", None),
        ("", None),
    ],
)
def test_durations(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(("code", "wire"), [(0, 0), (-1, -1), (2**32 - 1, -1), (0xC0000005, -1073741819), (9009, 9009)])
def test_exit_codes_are_signed(code, wire):
    assert signed(code) == wire


@given(message=st.binary(max_size=200))
def test_junk_is_no_request(message):
    with pytest.raises(Fault):
        parse_request(message, 500_000)


def test_config_shows_the_knobs():
    text = config(Knobs(max_shells_per_user=7, allow_unencrypted=False, channel_binding="strict"))
    for piece in (
        "MaxShellsPerUser>7<",
        "AllowUnencrypted>false<",
        "CbtHardeningLevel>Strict<",
        "MaxEnvelopeSizekb>500<",
    ):
        assert piece in text


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    users = Users({"vagrant": "a Pässword"}, "SRV2022")
    users.write(tmp_path_factory.mktemp("users"))
    return users


@given(
    token=st.binary(max_size=200),
    start=st.sampled_from([b"", b"NTLMSSP\x00\x01\x00\x00\x00", b"NTLMSSP\x00\x03\x00\x00\x00", b"`\x48"]),
)
@settings(max_examples=300, deadline=None)
def test_no_token_gets_in_or_breaks_the_acceptor(users, token, start):
    security = ConnectionSecurity(users, Knobs(), b"tls-server-end-point:x")
    for scheme in ("Negotiate", "NTLM", "Basic", "Kerberos"):
        for _ in range(2):
            judged = security.judge(f"{scheme} {base64.b64encode(start + token).decode()}")
            assert judged.user is None
    assert not security.can_encrypt


def test_the_users_file_is_private(users):
    assert stat.S_IMODE(users._file.stat().st_mode) == 0o600


@pytest.mark.parametrize("user", [{"a:b": "x"}, {"a": "x:y"}, {"a": "x\ny"}])
def test_names_that_the_users_file_cannot_hold(user):
    with pytest.raises(ValueError, match="colon"):
        Users(user, "SRV2022")


BUILTIN_CASES = [
    ("echo one  two", "one  two\r\n", "", 0),
    ("ECHO %computername% %nothing%", "SRV2022 %nothing%\r\n", "", 0),
    ("echo.", "\r\n", "", 0),
    ("echo", "ECHO is on.\r\n", "", 0),
    ("cmd /c exit 5", "", "", 5),
    ("exit /b -1", "", "", -1),
    ("exit", "", "", 0),
    ("hostname", "SRV2022\r\n", "", 0),
    ("hostname.exe", "SRV2022\r\n", "", 0),
    ("type C:\\nothing.txt", "", "The system cannot find the file specified.\r\n", 1),
    ("ver", "\r\nMicrosoft Windows [Version 10.0.20348.2113]\r\n", "", 0),
    ("whoami", "srv2022\\vagrant\r\n", "", 0),
    ("echo a & echo b", "", "The syntax of the command is incorrect.\r\n", 1),
    ('echo "a & b"', '"a & b"\r\n', "", 0),
]


@pytest.mark.parametrize(("line", "out", "err", "code"), BUILTIN_CASES)
def test_builtins(line, out, err, code):
    printed = run_builtin(line, CONSOLE)
    assert printed is not None
    assert (printed.stdout, printed.stderr, printed.exit_code) == (out, err, code)


def test_every_builtin_has_a_case():
    assert {program(line.removeprefix("cmd /c ")).rstrip(".") for line, *_ in BUILTIN_CASES} == set(BUILTINS)


@pytest.mark.parametrize("line", ["ls", "echoes", "powershell -File x", "/bin/sh -c id", "", "ver2"])
def test_no_builtin(line):
    assert run_builtin(line, CONSOLE) is None
    assert not_recognized(line).exit_code == 1


def test_words():
    line = '"C:\\Program Files\\x.exe" -File "a b" c"d e"f'
    assert words(line) == ["C:\\Program Files\\x.exe", "-File", "a b", "cd ef"]
    assert program(line) == "x"
    assert program("PowerShell.EXE -NoProfile") == "powershell"


def fragment(object_id: int, number: int, flags: int, blob: bytes) -> bytes:
    return object_id.to_bytes(8) + number.to_bytes(8) + bytes([flags]) + len(blob).to_bytes(4) + blob


def test_the_end_of_a_pipeline_in_fragments():
    output = b"\x01\x00\x00\x00" + (0x00041004).to_bytes(4, "little") + b"x" * 40
    state = b"\x01\x00\x00\x00" + PIPELINE_STATE.to_bytes(4, "little") + b"x" * 40
    end = PipelineEnd()
    end.look(fragment(1, 0, 3, output) + fragment(2, 0, 1, state))
    assert not end.reached
    end.look(fragment(2, 1, 0, b"middle"))
    assert not end.reached
    end.look(fragment(2, 2, 2, b"last") + fragment(3, 0, 3, output))
    assert end.reached


def test_packets_of_the_server():
    guid = "0A000000-0000-0000-0000-00000000000b"
    line = f"<Data Stream='Default' PSGuid='{guid}'>YQ==</Data><DataAck PSGuid='{guid}' />\n"
    assert list(packets_in(line)) == [("Data", guid.lower(), b"a"), ("DataAck", guid.lower(), b"")]
    assert list(packets_in("a warning of .NET\n")) == []
