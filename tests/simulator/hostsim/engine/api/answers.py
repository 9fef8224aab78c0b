"""What forms do answers and requests have in common?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from ..go_json import kind_of
from ..go_syntax import NoJson, decode_first
from ..texts import refusal
from ..versions import api_number

if TYPE_CHECKING:
    from ..engine import Engine

PREFIX = re.compile(r"^/v([0-9.]+)(?=/|$)")
TRUE, UNTRUE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")  # Go's ParseBool
FALSE = ("", "0", "no", "false", "none")  # moby httputils.BoolValue


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(body, separators=(",", ":")) + "\n", status, content_type="application/json")


def answer_error(status: int, text: str) -> Response:
    """An error as the engine gives it: `{"message": text}`."""
    return answer({"message": text}, status)


def api_of(engine: Engine, request: Request) -> tuple[int, int]:
    """The version of the API that a request speaks: the engine's newest where its path names none."""
    found = PREFIX.match(request.path)
    return api_number(found[1] if found else engine.version.api)


def answer_text(status: int, text: str) -> Response:
    """An error as clients of before JSON errors get it (Go's http.Error)."""
    response = Response(f"{text}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def nothing(status: int = 204) -> Response:
    """An answer without a body."""
    response = Response(status=status)
    response.headers.pop("Content-Type", None)
    return response


def stream(lines: Iterable[Any], content_type: str = "application/json", end: bytes = b"\r\n") -> Response:
    """JSON values as a stream, one a line; None sends what is there so far (at first: the head). Lines of progress end
    in CR and LF, all others in LF."""

    def parts() -> Iterator[bytes]:
        for line in lines:
            yield b"" if line is None else _as_go(json.dumps(line, separators=(",", ":"))).encode() + end

    return Response(parts(), 200, content_type=content_type)


def _as_go(text: str) -> str:
    """encoding/json writes these so that HTML may hold them; none of them occurs outside of texts."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def flag(request: Request, name: str, default: bool = False) -> bool:
    """A query parameter as Go reads a bool."""
    text = request.args.get(name)
    return default if text is None else text.lower() not in FALSE


def number(engine: Engine, request: Request, name: str) -> int | None:
    """A query parameter as Go reads a number. Raises ApiError."""
    text = request.args.get(name, "")
    if text and not re.fullmatch(r"[+-]?\d+", text):
        raise refusal("bad_number", engine.version, problem=f'strconv.Atoi: parsing "{text}": invalid syntax')
    return int(text) if text else None


def moment(engine: Engine, request: Request, name: str, quoted: str) -> float | None:
    """A query parameter as Go reads a moment: seconds since 1970, with a fraction. Raises ApiError."""
    text = request.args.get(name, "")
    if text and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise refusal("since", engine.version, quoted=quoted, text=text)
    return float(text) if text else None


def body_of(engine: Engine, request: Request, required: bool = True, of: str = "", kind: type = dict) -> Any:
    """The JSON object (or list: `kind`) of a request's body; `of` is the engine's name for what it should be. Raises
    ApiError with the engine's words."""
    data = request.get_data()
    if not data.strip():
        if not required:
            return {}
        raise refusal("empty_body", engine.version)
    if request.mimetype != "application/json":
        raise refusal("content_type", engine.version, value=request.headers.get("Content-Type", ""))
    try:
        body, more = decode_first(data.decode("utf-8", "replace"))
    except NoJson as error:
        raise refusal("bad_json", engine.version, problem=str(error)) from error
    if more and engine.version.number >= (23, 0):
        raise refusal("json_more", engine.version)
    if body is None:
        return {}  # null leaves what Go decodes into as it is
    if not isinstance(body, kind):
        problem = f"json: cannot unmarshal {kind_of(body)} into Go value of type {of}".removesuffix(" of type ")
        raise refusal("bad_json", engine.version, problem=problem)
    return body
