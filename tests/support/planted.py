"""Secrets to plant in a declaration, and the search for them in whatever a run left behind.

The spellings are made here anew, and not by what the collection hides them with.
"""

from __future__ import annotations

import base64
import html
import json
import random
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

LETTERS = string.ascii_letters + string.digits
IMAGE = "mcr.microsoft.com/windows/nanoserver:ltsc2025"


@dataclass(frozen=True)
class Secret:
    """`core` is the part of the value that stands nowhere else by chance; it is the whole value where that is short."""

    value: str
    core: str


class Planted:
    """One generation of secrets by what they are; another seed gives others of the same kinds."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.secrets: dict[str, Secret] = {}

    def new(self, kind: str, form: str = "{}") -> str:
        """The text of a new secret, made of `form`."""
        core = "".join(self._random.choices(LETTERS, k=16))
        self.secrets[f"{kind} {len(self.secrets)}"] = Secret(form.replace("{}", core), core)
        return form.replace("{}", core)

    def short(self, kind: str) -> str:
        """Four letters and digits that no hexadecimal number has."""
        text = "".join(self._random.choices("GHJKLMNQRTVWXZ", k=2)) + self._random.choice("23456789") + "z"
        self.secrets[f"{kind} {len(self.secrets)}"] = Secret(text, text)
        return text

    def digits(self, kind: str) -> str:
        """So many that half of them is no process id or time of a log by chance."""
        text = "".join(self._random.choices("123456789", k=18))
        self.secrets[f"{kind} {len(self.secrets)}"] = Secret(text, text)
        return text

    def account(self) -> str:
        """A raw credential spec: its SID, and the names of the domain and of the account are secret."""
        domain, account = self.new("domain", "{}.example"), self.new("account")
        spec = {
            "CmsPlugins": ["ActiveDirectory"],
            "DomainJoinConfig": {
                "Sid": self.new("sid", f"S-1-5-21-{self.digits('sid')}-{{}}"),
                "MachineAccountName": account,
                "DnsTreeName": domain,
                "DnsName": domain,
                "NetBiosName": self.new("netbios"),
            },
            "ActiveDirectoryConfig": {"GroupManagedServiceAccounts": [{"Name": account, "Scope": domain}]},
        }
        return "raw://" + json.dumps(spec)

    def env(self) -> dict[str, Any]:
        return {
            "GREETING": self.new("value of env", "gr\u00fc\u00df dich, \"{}\" & <co> 50% $HOME \\d 'x'"),
            "DB_PASSWORD": self.new("password of env", "'\"\\$%&<\u00e4{}>+/="),
            "API_TOKEN": self.short("short token of env"),
            "PIN": int(self.digits("number of env")),
            "LINES": self.new("lines of env", "first {}\n\tsecond line\n"),
            "SETTINGS": json.dumps(
                {"user": "svc", "password": self.new("JSON"), "deep": [{"k": self.new("JSON", '"{}"')}]}
            ),
            "DATABASE": f"Server=db;User Id=sa;Password={self.new('connection string', '{};x')!r};Encrypt=true",
            "FEED": f"https://bob:{self.new('user of a URL')}@feed.example/v3",
        }

    def container(self, name: str, **more: Any) -> dict[str, Any]:
        """A container that runs in the simulator, with a secret of every kind."""
        return {
            "name": name,
            "image": IMAGE,
            "isolation": "process",
            "entrypoint": ["wrapper.exe", f"/password:{self.new('entrypoint', '{}%')}"],
            "command": [
                "app.exe",
                "--password",
                self.new("argument", '{} "with" blanks \u00e9'),
                "-e",
                f"API_KEY={self.new('assigned argument', '{}$1')}",
                "--token=" + self.new("flag", "{}\\"),
            ],
            "env": self.env(),
            "labels": {"app.token": self.new("label", "{}'"), "app.secret": self.short("short label"), "team": "blue"},
            "annotations": {"io.example.api-key": self.new("annotation")},
            "credential_spec": self.account(),
            **more,
        }


def spellings(secret: Secret) -> Iterator[tuple[str, str]]:
    """(how, text): as it is, and as JSON (also within JSON), XML, URLs and base64 spell it, in part or as a whole."""
    yield "plain", secret.value
    yield "core", secret.core
    if len(secret.core) > 8:
        yield "first half", secret.core[: len(secret.core) // 2]
        yield "second half", secret.core[len(secret.core) // 2 :]
    for ascii_only in (True, False):
        once = json.dumps(secret.value, ensure_ascii=ascii_only)[1:-1]
        yield "JSON", once
        yield "JSON in JSON", json.dumps(once, ensure_ascii=ascii_only)[1:-1]
    yield "XML", html.escape(secret.value)
    for percent in (quote(secret.value, safe=""), quote_plus(secret.value)):
        yield "percent", percent
        yield "percent", percent.lower() if len(secret.core) > 8 else percent
    for encoding in ("utf-8", "utf-16-le"):
        for text in (secret.value, secret.core) if len(secret.core) > 8 else (secret.value,):
            data = text.encode(encoding)
            yield "base64", base64.b64encode(data).decode().rstrip("=")
            for offset in range(3):  # as a part of a longer text: the letters that depend on it alone
                part = base64.b64encode(b"\0" * offset + data).decode()
                if len(data) > 6:
                    yield "base64 of a part", part[4 if offset else 0 : 4 * ((offset + len(data)) // 3)]


def found(secrets: Mapping[str, Secret], text: str) -> list[str]:
    """Which secrets stand in the text, in which spelling and beside what."""
    leaks = []
    for kind, secret in secrets.items():
        for how, spelt in spellings(secret):
            at = text.find(spelt)
            if at >= 0:
                leaks.append(f"{kind} ({how}): ...{text[max(0, at - 120) : at + len(spelt) + 30]!r}")
                break
    return leaks
