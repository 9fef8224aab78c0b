# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the host? The questions, all in one look, and what they brought. What could not be read is told beside it,
and never counted as absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies, Reply
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, one_line, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.told import (
    AboutImage,
    Listed,
    ListedImage,
    ListedNetwork,
    ListedVolume,
    ListedVolumes,
    Shown,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which


@dataclass(frozen=True)
class Seen:
    """`listed` are the containers that are meant, `every` all of the host (those alone where nobody asked for what
    others use); `boxes` and `unread` tell of each of `listed`, by id, what it is or why that could not be read.
    `networks`, `volumes` and `images` are None where they were not asked or could not be read; `about` the images by
    id. `warnings` say what could not be read."""

    listed: tuple[Listed, ...] = ()
    every: tuple[Listed, ...] = ()
    boxes: Mapping[str, Shown] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    networks: tuple[ListedNetwork, ...] | None = None
    volumes: tuple[ListedVolume, ...] | None = None
    images: tuple[ListedImage, ...] | None = None
    about: Mapping[str, AboutImage] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def questions_about(which: Which, networks: bool, volumes: bool, images: bool | None) -> EngineQuestions:
    """`images`: all of the host, those of these containers, or, where it is None, none."""
    questions = EngineQuestions()
    listed = questions.ask("listed", which.path)
    questions.ask("inspect", "/containers/{}/json", each={"request": listed, "field": "Id"})
    if not which.all and (networks or volumes or images):
        questions.ask("all", path_of("/containers/json", all=True))
    if networks:
        questions.ask("networks", "/networks")
    if volumes:
        questions.ask("volumes", "/volumes")
    if images:
        there = questions.ask("images", "/images/json")
        questions.ask("about", "/images/{}/json", each={"request": there, "field": "Id"})
    elif images is not None:
        questions.ask("about", "/images/{}/json", each={"request": listed, "field": "ImageID"})
    return questions


def seen(replies: EngineReplies, which: Which) -> Seen:
    """Raises HostProblem where the list of the containers cannot be read."""
    listed = tuple(row for row in replies.reply("listed").rows(Listed) if which.means(row))
    every = replies.reply("all").rows(Listed) if "all" in replies else listed
    warnings: list[str] = []
    boxes, unread = _boxes(replies, listed)
    warnings += [f"container {row.name or row.id[:12]}: {unread[row.id]}" for row in listed if row.id in unread]
    volumes = _read(replies, "volumes", lambda reply: reply.required(ListedVolumes), warnings)
    if volumes is not None:
        warnings += [f"the engine says of the host's volumes: {one_line(text)}" for text in volumes.warnings]
    images = _read(replies, "images", lambda reply: reply.rows(ListedImage), warnings)
    asked = "about" in replies and (images is not None or "images" not in replies)
    return Seen(
        listed=listed,
        every=every,
        boxes=boxes,
        unread=unread,
        networks=_read(replies, "networks", lambda reply: reply.rows(ListedNetwork), warnings),
        volumes=None if volumes is None else volumes.rows,
        images=images,
        about=_about(replies, warnings) if asked else {},
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _read[T](replies: EngineReplies, key: str, read: Callable[[Reply], T], warnings: list[str]) -> T | None:
    """None where it was not asked; where it could not be read, with a warning."""
    if key not in replies:
        return None
    try:
        return read(replies.reply(key))
    except HostProblem as problem:
        warnings.append(f"the host's {key} could not be read: {one_line(str(problem))}")
        return None


def _boxes(replies: EngineReplies, listed: Sequence[Listed]) -> tuple[dict[str, Shown], dict[str, str]]:
    """The containers by id, and why the others could not be read."""
    boxes, unread = dict[str, Shown](), dict[str, str]()
    inspects = dict(replies.each("inspect"))
    for row in listed:
        found = _box(inspects.get(row.id), row)
        if isinstance(found, Shown):
            boxes[row.id] = found
        else:
            unread[row.id] = found
    return boxes, unread


def _box(reply: Reply | None, row: Listed) -> Shown | str:
    try:
        box = reply.found(Shown) if reply is not None else None
    except HostProblem as problem:
        return f"the engine lists it, but it could not be read: {one_line(str(problem))}"
    if box is None:
        return "the engine lists it, and says then that it is not there: it may just have been removed"
    if box.id != row.id:
        return f"the engine was asked for {row.id[:12]} and answered with the container {box.name} ({box.id[:12]})"
    return box


def _about(replies: EngineReplies, warnings: list[str]) -> dict[str, AboutImage]:
    found = dict[str, AboutImage]()
    for identifier, reply in replies.each("about"):
        try:
            about = reply.found(AboutImage)
        except HostProblem as problem:
            warnings.append(f"the image {identifier[:19]} could not be read: {one_line(str(problem))}")
            continue
        if about is None:
            warnings.append(f"the image {identifier[:19]} is not there any more")
        elif about.id == identifier:
            found[identifier] = about
    return found
