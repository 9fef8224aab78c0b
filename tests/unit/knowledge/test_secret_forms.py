"""Does every form of a secret find its example, and leave its counter-example alone?"""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import (
    COMMAND_FORMS,
    KEY_FORMS,
    PLAIN_KEYS,
    SECRET_KEYS,
    TEXT_FORMS,
    holds_credentials,
    secret_key,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_spans import (
    argument_spans,
    closing_bracket,
    spans,
)

FORMS = (*KEY_FORMS, *TEXT_FORMS, *COMMAND_FORMS)


def hidden(text: str) -> str:
    """`text` with its secrets taken out."""
    taken = {place for start, end in spans(text) for place in range(start, end)}
    return "".join(letter for place, letter in enumerate(text) if place not in taken)


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_secret_keys(key: str) -> None:
    assert secret_key(key)


@pytest.mark.parametrize("key", PLAIN_KEYS)
def test_plain_keys(key: str) -> None:
    assert not secret_key(key)


EXAMPLES = [(form.name, text, secret) for form in FORMS for text, secret in form.examples]
COUNTERS = [(form.name, text) for form in FORMS for text in form.counters]


def test_every_form_has_both_and_a_name_of_its_own() -> None:
    assert all(form.examples and form.counters for form in FORMS)
    assert len({form.name for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize(("name", "text", "secret"), EXAMPLES)
def test_the_example_is_hidden_and_what_stands_around_it_stays(name: str, text: str, secret: str) -> None:
    before, _secret, after = text.partition(secret)
    told = hidden(text)
    assert secret not in told
    assert told.startswith(before[:7]) and told.endswith(after[-4:])


@pytest.mark.parametrize(("name", "text", "secret"), EXAMPLES)
def test_the_example_is_hidden_in_the_middle_of_another_text(name: str, text: str, secret: str) -> None:
    told = hidden(f"It was said:\n{text}\nand no more was said.")
    assert secret not in told
    assert told.startswith("It was said:\n")


@pytest.mark.parametrize(("name", "text"), COUNTERS)
def test_the_counter_example_stays(name: str, text: str) -> None:
    assert hidden(text) == text


LISTS = [
    (["app", "--password", "a b;c"], ["app", "--password", ""]),
    (["app", "--password=a b;c, d"], ["app", "--password="]),
    (["app", "-Password:a b"], ["app", "-Password:"]),
    (["/password:a,b c"], ["/password:"]),
    (["DB_PASSWORD=a b\nc"], ["DB_PASSWORD="]),
    (["app", "--password", "--x"], ["app", "--password", ""]),
    (["app", "-p", "8080:80"], ["app", "-p", "8080:80"]),
    (["app", "-u", "bob", "-p", "a b"], ["app", "-u", "bob", "-p", ""]),
    (["C:\\bin\\MySQL.exe", "-pa b", "shop"], ["C:\\bin\\MySQL.exe", "-p", "shop"]),
    (["docker", "login", "-p", "x"], ["docker", "login", "-p", ""]),
    (["cmd", "/c", "mysql -u root -pabc shop"], ["cmd", "/c", "mysql -u root -p shop"]),
    (
        ["net", "use", "Z:", "\\\\srv\\share", "a b", "/user:bob"],
        ["net", "use", "Z:", "\\\\srv\\share", "", "/user:bob"],
    ),
    (["curl", "-u", "bob:a b", "x"], ["curl", "-u", "bob:", "x"]),
    (["app", "--password-stdin", "x"], ["app", "--password-stdin", "x"]),
    (["--password"], ["--password"]),
    ([], []),
]


@pytest.mark.parametrize(("items", "wanted"), LISTS)
def test_a_list_of_arguments_is_read_as_a_whole(items: list[str], wanted: list[str]) -> None:
    told = []
    for item, found in zip(items, argument_spans(items), strict=True):
        taken = {place for start, end in found for place in range(start, end)}
        told.append("".join(letter for place, letter in enumerate(item) if place not in taken))
    assert told == wanted


OBJECTS = [
    ('{"a":"}"} rest', 9),
    ('{"a":"\\"}"} rest', 11),
    ('{\\"a\\":\\"}\\"} rest', 13),
    ('{\\"a\\":1","next":2}', 8),
    ('{"a":[{"b":1}]} rest', 15),
    ('{"a":"cut', None),
    ("{}", 2),
]


@pytest.mark.parametrize(("text", "end"), OBJECTS)
def test_an_object_ends_where_its_braces_are_balanced(text: str, end: int | None) -> None:
    assert closing_bracket(text, 0, 1000) == end


REFERENCES = [
    ("https://user:PASS@reg.example.com/x:1", True),
    ("user:PASS@reg/x", True),
    ("user:PASS@reg:5000", True),
    ("https://user@reg/x", True),
    ("user:PA@SS@reg/x@sha256:" + "0" * 64, True),
    (" user:PASS@reg/x:1 ", True),
    ("mcr.microsoft.com/windows/nanoserver:ltsc2022", False),
    ("reg:5000/x:1@sha256:" + "0" * 64, False),
    ("reg/x@sha256:0", False),
    ("", False),
]


@pytest.mark.parametrize(("reference", "wanted"), REFERENCES)
def test_whether_an_image_reference_holds_credentials(reference: str, wanted: bool) -> None:
    assert holds_credentials(reference) is wanted
