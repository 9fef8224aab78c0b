# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in a text, or in a list of arguments, does a secret stand by its form? The reader of secret_forms.py.

A SPAN is (start, end) in the text. Every search is bounded: the time grows with the length of the text, not faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import (
    COMMAND_FORMS,
    KEY_FORMS,
    KEY_HINTS,
    TEXT_FORMS,
    CommandForm,
    secret_key,
)

Span = tuple[int, int]

MOST_KEY = 128  # characters of a key before its secret word
MOST_VALUE = 8192  # characters within which a quote or a bracket must close
MOST_LINE = 4096  # characters of a command line

_KEY_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_.-"
_KEY = re.compile(rf"(?:(?:api|access|private|account) )?(?:{'|'.join(KEY_HINTS)})[\w.\-]{{0,64}}(?: ?strings?\b)?")
_QUOTE = re.compile(r"""(\\*)(["'`])""")
# A bare value ends at a blank, and at a mark behind which something else begins.
_BARE = re.compile(
    r"""(?:[^\s"'`,;&)}\]<>\\]|\\(?!\\*["'])|[,;&](?!\s|$|\\*["']|[\w. -]{1,40}=)"""
    r"""|[)}\]<>](?!\s|$|[)}\],;:.<>"'\\])|["'`](?=\w))+"""
)
_BRACKET = re.compile(r"""\\*["']|[{}\[\]]""")


def lowered(text: str) -> str:
    """In lower case, place for place: some letters would become two."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(letter.lower() if letter.isascii() else letter for letter in text)


def spans(text: str) -> list[Span]:
    """The secrets of a text by their form, in no order; they may overlap."""
    low = lowered(text)
    return [*_keyed(text, low), *_formed(text, low), *_commanded(text, low)]


def value_at(text: str, at: int) -> Span:
    """The value that begins there: what stands in quotes, a whole object or list, or what goes on to a blank."""
    quote = _QUOTE.match(text, at)
    if quote:
        return quote.end(), closing_quote(text, quote.end(), quote[2], len(quote[1]))
    if text[at : at + 1] in ("{", "["):
        return at, closing_bracket(text, at, at + MOST_VALUE) or _line_end(text, at)
    bare = _BARE.match(text, at)
    return (at, bare.end()) if bare else (at, at)


def closing_quote(text: str, at: int, quote: str, slashes: int) -> int:
    """Where what was opened by `quote` behind so many backslashes ends.

    JSON within JSON doubles the backslashes and adds one for each level: a text opened by n of them (0, 1, 3, 7 ...)
    is closed by a quote behind n, modulo 2(n+1). What never closes ends with its line.
    """
    end = min(len(text), at + MOST_VALUE)
    for found in _QUOTED[quote].finditer(text, at, end):
        before = len(found[0]) - 1
        around = _closed_around(before, slashes)
        if around is not None or before % (2 * (slashes + 1)) == slashes:
            return max(at, found.end() - 1 - (slashes if around is None else around))
    return _line_end(text, at)


_QUOTED = {quote: re.compile(r"\\*" + quote) for quote in "\"'`"}


def _closed_around(before: int, slashes: int) -> int | None:
    """The backslashes that belong to a quote which closes a text around the one opened by so many; None if it closes
    none of them."""
    level = 0
    while level < slashes:
        if before % (2 * (level + 1)) == level:
            return level
        level = 2 * level + 1
    return None


def closing_bracket(text: str, at: int, limit: int) -> int | None:
    """The end of the object or list that begins there (behind its bracket), or where the text around it ends; None
    where it goes on to `limit` without an end."""
    depth, inside, level = 0, "", -1
    for found in _BRACKET.finditer(text, at, min(len(text), limit)):
        mark = found[0][-1]
        if mark in "\"'":
            before = len(found[0]) - 1
            if level < 0:
                level = before
            around = _closed_around(before, level) if mark == '"' else None
            if around is not None:
                return found.end() - 1 - around
            if before % (2 * (level + 1)) == level and inside in ("", mark):
                inside = "" if inside else mark
        elif not inside:
            depth += 1 if mark in "{[" else -1
            if depth == 0:
                return found.end()
    return None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _keyed(text: str, low: str) -> Iterator[Span]:
    if not any(hint in low for hint in KEY_HINTS):
        return
    done = 0
    for found in _KEY.finditer(low):
        if found.start() < done:  # inside of what is hidden already
            continue
        before = low[max(0, found.start() - MOST_KEY) : found.start()]
        start = found.start() - len(before) + len(before.rstrip(_KEY_CHARACTERS))
        if start and low[start - 1] == "/" and (start < 2 or low[start - 2] not in _KEY_CHARACTERS + ":/\\"):
            start -= 1
        key = text[start : found.end()]
        if not secret_key(key):
            continue
        for form in KEY_FORMS:
            between = form.between.match(low, found.end()) if form.before.match(key) else None
            if between:
                span = value_at(text, between.end())
                if span[0] < span[1]:
                    done = span[1]
                    yield span
                    break


def _formed(text: str, low: str) -> Iterator[Span]:
    for form in TEXT_FORMS:
        if any(hint in low for hint in form.hints):
            done = 0
            for found in form.pattern.finditer(low if form.lowered else text):
                if found.start() >= done:
                    span = found.span("value") if "value" in form.pattern.groupindex else value_at(text, found.end())
                    done = span[1]
                    yield span


# commands.
_PROGRAMS: dict[str, list[CommandForm]] = {}
for _form in COMMAND_FORMS:
    for _program in _form.programs:
        _PROGRAMS.setdefault(_program, []).append(_form)
_ANY = [form for form in COMMAND_FORMS if not form.programs]
_SPOT = re.compile("|".join(sorted(map(re.escape, _PROGRAMS), key=len, reverse=True)) + "|-p|-u|--user")
_AFTER_PROGRAM = re.compile(r"""(?:\.exe)?(?=\\*["']|\s)""")
_NEXT_ITEM = re.compile(r"""\\*["'][ \t]{0,8},[ \t]{0,8}\\*["']""")
_WORD = re.compile(r"""(?:[^\s"']|"[^"\n]*"|'[^'\n]*'|["'])+""")
_CLOSED = re.compile(r"""\\*["']""")


def _commanded(text: str, low: str) -> Iterator[Span]:
    done = 0
    for found in _SPOT.finditer(low):
        start = found.start()
        if start < done or (start and low[start - 1] in _KEY_CHARACTERS):
            continue
        program = _AFTER_PROGRAM.match(low, found.end()) if found[0] in _PROGRAMS else None
        if not program and not found[0].startswith("-"):
            continue
        done = min(_line_end(text, start), start + MOST_LINE)
        words = list(_words(text, start, done))
        yield from _told([text[begin:end] for begin, end in words], words)


def _words(text: str, start: int, end: int) -> Iterator[Span]:
    """The arguments from there on: the items of a JSON list, or what blanks part and quotes hold together."""
    first = _CLOSED.search(text, start, end)
    if first and _NEXT_ITEM.match(text, first.start(), end) and not re.search(r"\s", text[start : first.start()]):
        begin = start
        while begin < end:
            close = _CLOSED.search(text, begin, end)
            yield begin, close.start() if close else end
            following = _NEXT_ITEM.match(text, close.start(), end) if close else None
            if not following:
                return
            begin = following.end()
        return
    for word in _WORD.finditer(text, start, end):
        begin, stop = word.span()
        if text[begin] in "\"'" and text[stop - 1] == text[begin] and stop - begin > 1:
            yield begin + 1, stop - 1
        elif (word[0].count('"') % 2 or word[0].count("'") % 2) and (cut := _CLOSED.search(text, begin + 1, stop)):
            yield begin, cut.start()  # the quote belongs to the text around the command
            if text[cut.start() : stop].strip("\"'\\)]},;.:"):
                yield cut.end(), stop
        else:
            yield begin, stop


def _told(words: Sequence[str], places: Sequence[Span]) -> Iterator[Span]:
    for index, offset in secret_words(words):
        begin, end = places[index]
        if begin + offset < end:
            yield begin + offset, end


def secret_words(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(index, offset) of the arguments of a command that are secret from that offset on."""
    for form in _ANY:
        yield from _by_form(form, words, 0)
    for index, word in enumerate(words):
        name = re.split(r"[\\/]", word.strip("\"'"))[-1].lower().removesuffix(".exe")
        for form in _PROGRAMS.get(name, ()):
            yield from _by_form(form, words, index + 1)


def _by_form(form: CommandForm, words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    needed = next((index for index in range(start, len(words)) if words[index] in form.needs), None)
    if form.needs and needed is None:
        return
    if form.places:
        unless = form.unless
        rest = [
            index for index in range((needed or 0) + 1, len(words)) if not (unless and unless.fullmatch(words[index]))
        ]
        # Without a share it is no command, but a sentence.
        if 0 in form.places and not any(word.startswith("\\\\") for word in words[start:]):
            return
        yield from ((rest[place], 0) for place in form.places if place < len(rest))
        return
    for index in range(start, len(words)):
        word = words[index]
        if word in form.flags:
            if index + 1 < len(words) and not (form.unless and form.unless.fullmatch(words[index + 1])):
                offset = words[index + 1].find(form.after) + len(form.after) if form.after else 0
                if not form.after or form.after in words[index + 1]:
                    yield index + 1, offset
        elif form.attached:
            flag = next((flag for flag in form.flags if word.startswith(flag)), None)
            if flag:
                yield index, len(flag)


# lists of arguments.
_ASSIGNED = re.compile(r"(?s)([-/]{0,2}[\w.\-]{1,256})(=|:)(.*)")


def argument_spans(items: Sequence[str]) -> list[list[Span]]:
    """The secrets of a list of arguments, for each of them: here an argument is held together by the list, so that a
    secret goes on to its end, whatever is in it."""
    found: list[list[Span]] = [spans(item) for item in items]
    for index, item in enumerate(items):
        assigned = _ASSIGNED.fullmatch(item)
        if assigned and secret_key(assigned[1]) and (assigned[2] == "=" or item[0] in "-/"):
            found[index].append(assigned.span(3))
        elif (
            item[:1] in ("-", "/") and not assigned and " " not in item and secret_key(item) and index + 1 < len(items)
        ):
            found[index + 1].append((0, len(items[index + 1])))
    for index, offset in secret_words(items):
        found[index].append((offset, len(items[index])))
    return found
