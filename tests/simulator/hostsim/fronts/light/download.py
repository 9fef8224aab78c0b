"""The step `download`: a file comes from a web server, or goes on coming."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from hostsim.fronts.light.answers import Failed
from hostsim.fronts.light.file_steps import BAD_ARGUMENT, move, new_file
from hostsim.fronts.light.files import digest
from hostsim.fronts.light.host import Host

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS, MOST_REQUESTS = 10, 20
NO_ANSWER = ("System.Net.WebException", "0x80131509")
ENDED = ("System.IO.EndOfStreamException", "0x80070026")

Headers = dict[str, str]


def _shown(url: SplitResult) -> str:
    """An address without what may be secret in it."""
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path or '/'}"


class Answer:
    """The answer to a GET, after redirects: to http and https only, and to another server without the headers."""

    def __init__(self, url: str, headers: Headers, start: int, timeout: float) -> None:
        self.timeout = timeout
        for number in range(MOST_REDIRECTS + 2):
            self.url = urlsplit(url)
            self._ask(headers, start)
            location = self.response.headers["Location"]
            if self.response.status not in REDIRECTS or not location:
                return
            self.connection.close()
            following = urlsplit(urljoin(url, location))
            if following.scheme not in ("http", "https") or number >= MOST_REDIRECTS:
                text = f"GET {_shown(self.url)} leads to {following.scheme}: it is not followed."
                raise Failed("status", str(self.response.status), text)
            if (following.scheme, following.netloc) != (self.url.scheme, self.url.netloc):
                headers = {}
            url = following.geturl()

    def _ask(self, headers: Headers, start: int) -> None:
        kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(self.url.hostname or "", self.url.port, timeout=self.timeout)
        wanted = f"{self.url.path or '/'}{'?' + self.url.query if self.url.query else ''}"
        asked = f"GET {_shown(self.url)}"
        try:
            self.connection.request(
                "GET", wanted, headers={**headers, **({"Range": f"bytes={start}-"} if start else {})}
            )
            self.response = self.connection.getresponse()
        except TimeoutError:
            self.connection.close()
            raise Failed("timeout", "", f"No answer within {self.timeout:g} s to {asked}.") from None
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise Failed(*NO_ANSWER, f"There is no answer to {asked}: {error}") from error

    def body(self) -> tuple[bytes, bool]:
        """What came, and whether that is all."""
        content = bytearray()
        try:
            while piece := self.response.read1(1048576):
                content += piece
        except TimeoutError:
            raise Failed("timeout", "", f"Nothing came within {self.timeout:g} s of GET {_shown(self.url)}.") from None
        except (OSError, http.client.HTTPException):
            return bytes(content), False
        return bytes(content), not self.response.length


def _save(host: Host, answer: Answer, part: str, before: bytes, wanted: str) -> bool:
    """Puts an answer into the .part file, or behind what is there of it; whether that is whole now."""
    status = answer.response.status
    if status == 416 and before:
        whole = hashlib.sha256(before).hexdigest() == wanted
        if not whole:
            host.machine.remove_path(part)
        return whole
    if status not in (200, 206):
        text = f"GET {_shown(answer.url)} answered {status} {answer.response.reason}."
        raise Failed("status", str(status), text)
    if status == 206 and not str(answer.response.headers["Content-Range"]).startswith(f"bytes {len(before)}-"):
        host.machine.remove_path(part)
        return False
    host.machine.need_space()
    kept = before if status == 206 else b""
    new_file(host, part, kept)
    content, whole = answer.body()
    new_file(host, part, kept + content)
    return whole


def _part(host: Host, part: str) -> bytes:
    return bytes(host.machine.read_file(part)) if host.machine.item(part)["exists"] else b""


def download(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    url, path, wanted = urlsplit(step["url"]), step["path"], str(step.get("sha256")).lower()
    if url.scheme not in ("http", "https"):
        raise Failed(*BAD_ARGUMENT, f"Only http and https are downloaded from, not {url.scheme}.")
    there, part = host.machine.item(path), f"{path}.part"
    if there["exists"] and digest(host, path) == wanted:
        return {"Length": there["Length"], "there": True}
    timeout = 60.0 if step.get("timeout") is None else float(step["timeout"])
    for number in range(1, MOST_REQUESTS + 1):
        before = _part(host, part)
        answer = Answer(step["url"], step.get("headers") or {}, len(before), timeout)
        with contextlib.closing(answer.connection):
            if _save(host, answer, part, before, wanted):
                break
        if number == MOST_REQUESTS or len(_part(host, part)) == len(before):
            raise Failed(*ENDED, f"The answer to GET {_shown(url)} ended before it was whole.")
    found = digest(host, part)
    if found != wanted:
        host.machine.remove_path(part)
        raise Failed("digest", "", f"The SHA-256 of {_shown(url)} is {found} and should be {step.get('sha256')}.")
    move(host, part, path)
    return {"Length": host.machine.item(path)["Length"], "there": False}
