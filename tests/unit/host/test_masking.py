"""What does the masker hide, what does it leave, and what does it cost?"""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.declared import OUR_WORDS
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import without_extra_info
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import MASK, Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import (
    COMMAND_FORMS,
    KEY_FORMS,
    TEXT_FORMS,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

FORMS = (*KEY_FORMS, *TEXT_FORMS, *COMMAND_FORMS)
EXAMPLES = [(text, secret) for form in FORMS for text, secret in form.examples]
COUNTERS = [text for form in FORMS for text in form.counters]

SPEC = {
    "name": "shop-web",
    "image": "registry.example.com/shop/web:1.10",
    "isolation": "process",
    "env": {
        "GREETING": 'good morning, <Vera> & "co"',
        "MODE": "web",
        "PORT": 8080,
        "DEBUG": True,
        "KIND": "process",
        "REGISTRY": "registry.example.com",
        "DB_PASSWORD": "tiger",
        "API_TOKEN": "x",
        "PIN": 4711,
        "PATH_KEY": "C:\\keys\\ä\\one",
    },
    "credential_spec": 'raw://{"CmsPlugins":["AD"],"DomainJoinConfig":{"Sid":"S-1-5-21-702590844","DnsName":"contoso.example"}}',
    "labels": {"app.token": "label-secret", "team": "blue"},
    "command": ["app", "--password", "from the command", "-p", "80:80"],
}
KNOWN = Masker.of([SPEC])

TEXTS = [
    ('said "good morning, <Vera> & \\"co\\"".', f'said "{MASK}".'),
    ('good morning, \\u003cVera\\u003e \\u0026 \\"co\\"', MASK),
    ('it was: good morning, <Vera> & "co"!', f"it was: {MASK}!"),
    (f"at {quote('good morning, <Vera> & "co"', safe='')} there", f"at {MASK} there"),
    ("MODE=web", f"MODE={MASK}"),
    ('{"MODE":"web","NAME":"web"}', f'{{"MODE":"{MASK}","NAME":"web"}}'),
    ('{\\"PORT\\": \\"8080\\"}', f'{{\\"PORT\\": \\"{MASK}\\"}}'),
    ('{"PORT":8080}', f'{{"PORT":{MASK}}}'),
    ("DEBUG=true", f"DEBUG={MASK}"),
    ("the web listens on 8080, debug true", "the web listens on 8080, debug true"),
    ("shop-web runs registry.example.com/shop/web:1.10 as process", None),
    ("KIND=process", f"KIND={MASK}"),
    ("REGISTRY: registry.example.com", f"REGISTRY: {MASK}"),
    ("the tiger sleeps", f"the {MASK} sleeps"),
    ("tigers sleep", "tigers sleep"),
    ("dial 4711 now", f"dial {MASK} now"),
    ("a box and API_TOKEN=x", f"a box and API_TOKEN={MASK}"),
    ("no file C:\\keys\\ä\\one there", f"no file {MASK} there"),
    ("no file C:\\\\keys\\\\\\u00e4\\\\one there", f"no file {MASK} there"),
    ("sid S-1-5-21-702590844 of contoso.example", f"sid {MASK} of {MASK}"),
    ("label-secret, from the command", f"{MASK}, {MASK}"),
    ("team blue on 80:80", "team blue on 80:80"),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS)
def test_what_a_declared_value_hides_in_a_text(text: str, wanted: str | None) -> None:
    assert KNOWN.text(text) == (text if wanted is None else wanted)


@pytest.mark.parametrize("prefix", ["", "a", "ab", "user:"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_value_in_base64_at_any_place(prefix: str, encoding: str) -> None:
    told = base64.b64encode(f"{prefix}S-1-5-21-702590844".encode(encoding)).decode()
    masked = KNOWN.text(f"sent {told}.")
    assert MASK in masked
    assert len(masked) < len(told)


def test_data_is_masked_by_its_keys_and_lists_as_a_whole() -> None:
    data = {
        "token": {"a": 1},
        "password": 5,
        "secret": None,
        "list": ["x=label-secret", 7, None, True],
        "command": ["app", "--password", "new one", "-p", "8080:80"],
        "MODE": "web",
        "PORT": 8080,
        "name": "web",
        "pairs": [{"name": "OLD_PASSWORD", "value": "y"}, {"name": "LEVEL", "value": "y"}],
        "deep": {"text": "label-secret", "n": 1.5},
    }
    assert KNOWN.data(data) == {
        "token": MASK,
        "password": MASK,
        "secret": None,
        "list": [f"x={MASK}", 7, None, True],
        "command": ["app", "--password", MASK, "-p", "8080:80"],
        "MODE": MASK,
        "PORT": MASK,
        "name": "web",
        "pairs": [{"name": "OLD_PASSWORD", "value": MASK}, {"name": "LEVEL", "value": "y"}],
        "deep": {"text": MASK, "n": 1.5},
    }
    assert data["password"] == 5


@pytest.mark.parametrize(
    "declared",
    [
        {"containers": [{"env": {"A": "longer value"}}]},
        [{"env": ["A=longer value"]}],
        {"sets": [{"project": "p", "containers": [{"env": [{"name": "A", "value": "longer value"}]}]}]},
        {"Config": {"Env": ["A=longer value"]}},
        {"env": "A=longer value"},
        {"env": '{"B": "x", "A": "longer value"}'},
        [{"entrypoint": "app --password 'longer value'"}],
        [{"annotations": {"x": '{"a":"{\\"token\\":\\"longer value\\"}"}'}}],
    ],
)
def test_declared_values_are_found_in_every_shape(declared: Any) -> None:
    assert Masker.of(declared).text("a longer value.") == f"a {MASK}."


@pytest.mark.parametrize("env", ["B=x, A=longervalue", "B=x A=longervalue", "A=longervalue,B=x"])
def test_an_env_that_is_a_text_is_read_as_ansible_reads_it(env: str) -> None:
    assert Masker.of({"env": env}).text("a longervalue.") == f"a {MASK}."


REMARKS = [
    ("login failed: password=hunter2 for sa", f"login failed: password={MASK} for sa"),
    ('env "DB_PASSWORD=hunter2" is set', f'env "DB_PASSWORD={MASK}" is set'),
    ("{'api_key': 'abc def', 'port': 80}", f"{{'api_key': '{MASK}', 'port': 80}}"),
    ("Authorization: Bearer abc.def", f"Authorization: Bearer {MASK}"),
    ("pull https://bob:hunter2@registry.example.com/x", f"pull https://{MASK}@registry.example.com/x"),
    ("pull bob:hunter2@registry.example.com/x", f"pull bob:{MASK}@registry.example.com/x"),
    ('{"Password":"hunter2","User":"sa"}', f'{{"Password":"{MASK}","User":"sa"}}'),
    ("image build 17763", "image build 17763"),
    ("10.0.20348.1", "10.0.20348.1"),
    ("open //./pipe/docker_engine: Access is denied.", "open //./pipe/docker_engine: Access is denied."),
    ("the token is gone", "the token is gone"),
    ("reg/x:1@sha256:" + "0" * 64, "reg/x:1@sha256:" + "0" * 64),
]


@pytest.mark.parametrize(("text", "wanted"), REMARKS)
def test_what_is_masked_in_a_text_of_which_nothing_is_known(text: str, wanted: str) -> None:
    assert Masker().text(text) == wanted


def test_further_secrets_and_nothing_declared() -> None:
    assert Masker(None, ["abc", "process"]).text("abc process abcd") == f"{MASK} {MASK} abcd"
    assert Masker().text("text") == "text"
    assert Masker.of([None, 5, {"env": None}, {"env": 5}]).data([None, 5]) == [None, 5]


MARKS = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("a\x00b\x07\x7f\x9bc", "abc"),
    ("line\r\nnext\ttab\nend", "line\nnext\ttab\nend"),
    ("10 %\r20 %", "10 %\n20 %"),
    ("a\u202eb\u2066c\u200ed\u061ce\ufefff", "abcdef"),
    ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
    ("a\ud800b", "a\ufffdb"),
    ("l\x00a\x00b\x00e\x00l\x00-\x00s\x00e\x00c\x00r\x00e\x00t\x00", MASK),
    ("label\u200e-secret", MASK),
    ("\x1b[label-secret", f"[{MASK}"),
    ("pass\x00word=abc", f"password={MASK}"),
    ("schön \U0001f600 日本", "schön \U0001f600 日本"),
]


@pytest.mark.parametrize(("text", "wanted"), MARKS)
def test_marks_end_here(text: str, wanted: str) -> None:
    assert KNOWN.text(text) == wanted
    assert KNOWN.data({"x": [text, 1]}) == {"x": [wanted, 1]}


def test_keys_are_texts_too_and_none_is_lost() -> None:
    data = {"a\x00b": 1, "ab": 2, "contoso.example": 3, 5: 4}
    assert KNOWN.data(data) == {"ab": 1, "ab ": 2, MASK: 3, 5: 4}


EXTRA = json.dumps({"CommandLine": 'cmd /c "}', "Environment": {"A": "b{", "C": {}}, "W": [1, {"x": "\\"}]})
HOST = "container 4f0e encountered an error during CreateProcess: the system cannot find the file. (0x2)"


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_the_engines_extra_info_is_cut_and_what_stands_around_it_stays(depth: int) -> None:
    def nested(text: str) -> str:
        for _level in range(depth):
            text = json.dumps(text)[1:-1]
        return text

    quoted = '"}' if depth == 0 else "\\" * (2 ** (depth - 1) - 1) + '", \\"next\\": 1'
    for text in (f"{HOST} extra info: {EXTRA}", f"{HOST} (extra info: {EXTRA})"):
        assert without_extra_info(f"before {nested(text)} after") == f"before {nested(HOST)} after"
    # Cut off within the object, the text around it goes on.
    if depth:
        for length in range(1, len(EXTRA) - 1):
            half = nested(EXTRA[:length])
            if '"' in half[:10]:
                told = without_extra_info(f'{{"m":"{nested(HOST)} extra info: {half}{quoted}')
                assert told == f'{{"m":"{nested(HOST)}{quoted}', length
    for length in range(1, len(EXTRA)):
        assert without_extra_info(f"{HOST} extra info: {EXTRA[:length]}") == HOST
    assert without_extra_info("no extra info: none {") == "no extra info: none {"


@pytest.mark.parametrize(("text", "secret"), EXAMPLES)
def test_a_form_is_hidden_by_a_masker_that_knows_nothing(text: str, secret: str) -> None:
    masked = Masker().text(text)
    assert secret not in masked
    assert MASK in masked
    assert Masker().text(masked) == masked


@pytest.mark.parametrize(("text", "secret"), EXAMPLES)
def test_a_form_makes_a_declared_value_known(text: str, secret: str) -> None:
    if len(secret) >= 6 and "\\" not in secret:
        assert secret not in Masker.of([{"command": text}, {"labels": {"x": text}}]).text(f"and {secret} again")


@pytest.mark.parametrize("text", COUNTERS)
def test_a_text_without_secrets_stays(text: str) -> None:
    assert Masker().text(text) == text


SECRET = st.text(
    st.characters(codec="utf-8", exclude_characters="*", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs"]),
    min_size=6,
    max_size=30,
).filter(lambda text: text == text.strip() and len(text.split()) == 1)
AROUND = st.text("ab =:\"'\\{}[],;@/-\n", max_size=30)


@given(SECRET, AROUND, AROUND, st.sampled_from(["plain", "json", "json2", "ascii", "percent", "base64"]))
def test_a_planted_value_never_survives(secret: str, before: str, after: str, how: str) -> None:
    assume(secret.lower() not in OUR_WORDS)  # they have a test of their own
    told = {
        "plain": secret,
        "json": json.dumps(secret, ensure_ascii=False)[1:-1],
        "json2": json.dumps(json.dumps(secret)[1:-1])[1:-1],
        "ascii": json.dumps(secret)[1:-1],
        "percent": quote(secret, safe=""),
        "base64": base64.b64encode(secret.encode()).decode(),
    }[how]
    for declared in ({"env": {"NAME": secret}}, {"env": [f"A_TOKEN={secret}"]}, {"labels": {"token": secret}}):
        masked = Masker.of([declared]).text(f"{before}{told}{after}")
        assert told not in masked or told in f"{before}|{after}" or told in MASK


@given(st.sampled_from(EXAMPLES), st.text("ab \n(),.", max_size=20), st.text("ab\n(),.", max_size=20))
def test_a_planted_form_never_survives(example: tuple[str, str], before: str, after: str) -> None:
    text, secret = example
    assert secret not in Masker().text(f"{before} {text}\n{after}")


@given(st.text("abc de,.()\n", max_size=200))
def test_texts_without_secrets_stay(text: str) -> None:
    assert KNOWN.text(text) == text


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [text for text, _secret in EXAMPLES] + [MASK, "*", "extra info: {", "}", "\x1b[", "\x00", "\r"]
        ),
        st.sampled_from(
            ["password", "=", ": ", '"', '\\"', "'", "{", "}", ",", ";", "&", "@", "://", " ", "-p ", "tiger"]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_masking_twice_is_masking_once(text: str) -> None:
    once = KNOWN.text(text)
    assert KNOWN.text(once) == once
    assert KNOWN.data(KNOWN.data({"a": [text, 1], "b": text})) == KNOWN.data({"a": [text, 1], "b": text})


HEAVY = st.sampled_from(
    ['password="', "password=", '\\"', "a", "://", "://a:", ":", "@", "eyJ", "sig=", "-p ", "mysql ", "{", "[", "\\",
     "extra info: {", "-----BEGIN PRIVATE KEY-----", "bearer ", "a.", "password", "\x1b[", "net use ",
     "''", '","', "'", "api ",
     "*", " ", "token: {", "a=", "x8Q~", "=", "--token ", "A1"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(HEAVY, min_size=1, max_size=4).map("".join))
def test_the_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    began = time.process_time()
    KNOWN.text(text)
    assert time.process_time() - began < 2.0, piece


def test_without_secrets_depends_on_no_secret() -> None:
    def spec(secret: str, other: str = "blue") -> dict[str, Any]:
        return {
            "name": "web",
            "image": "reg/x:1",
            "env": {"A": secret, "PIN": secret},
            "credential_spec": f'raw://{{"a":"{secret}"}}',
            "labels": {"app.token": secret, "team": other, "conn": f"Server=x;Password={secret};Y=1"},
            "command": ["app", "--password", secret, f"/p:{secret}"],
            "ports": [{"published": 80}],
        }

    made = KNOWN.without_secrets(spec("hunter2"))
    assert "hunter2" not in json.dumps(made)
    assert made == Masker().without_secrets(spec("other-secret")) == KNOWN.without_secrets(spec("4711"))
    assert made != KNOWN.without_secrets(spec("hunter2", "green"))
    assert made["env"] == {"A": MASK, "PIN": MASK}
    assert (made["image"], made["ports"], made["labels"]["team"]) == ("reg/x:1", [{"published": 80}], "blue")
