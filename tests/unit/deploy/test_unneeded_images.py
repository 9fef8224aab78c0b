# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images go with prune_images, and by which name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import Containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import (
    ARGUMENTS,
    Declared,
    read_declared,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.listed import ListedImage
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.unneeded import (
    repository,
    unneeded_images,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked

OURS = "r.example/shop/web"
NEW = f"{OURS}:2"


def listed(identity: str, *tags: str, digests: tuple[str, ...] = ()) -> ListedImage:
    return ListedImage(id=identity, told_tags=tags, digests=digests)


def removed(images: list[ListedImage], used: Any = (), gone: Any = (), pulls: Any = ()) -> dict[str, list[str]]:
    """By the item's name, what the engine is asked to remove."""
    declared = Declared("shop", read_set([{"name": "web", "image": NEW, "isolation": "process"}], None))
    rows = tuple(Row(id=name, names=(f"/{name}",), image="x", image_id=image, state="running") for name, image in used)
    world = World(
        containers=Containers(rows=rows),
        images={NEW: ImageFacts(NEW, id="sha256:new")},
        listed_images=tuple(images),
    )
    items = unneeded_images(declared, world, set(gone), set(pulls))
    return {item.name: [step["path"].removeprefix("/images/") for step in item.steps] for item in items}


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (NEW, OURS),
        (OURS, OURS),
        (f"{OURS}@sha256:0", OURS),
        ("localhost:5000/a", "localhost:5000/a"),
        ("nano:1", "nano"),
        ("docker.io/library/nano", "nano"),
    ],
)
def test_repositories(reference: str, name: str) -> None:
    assert repository(reference) == name


def test_older_tags_of_the_sets_repositories_go_and_nothing_else() -> None:
    images = [
        listed("sha256:new", NEW),
        listed("sha256:old", f"{OURS}:1", f"{OURS}:stable"),
        listed("sha256:other", "r.example/shop/api:1"),
        listed("sha256:untagged", "<none>:<none>", digests=(f"{OURS}@sha256:1",)),
        listed("sha256:nameless", digests=("<none>@<none>",)),
    ]
    assert removed(images) == {
        f"image {OURS}:1": [f"{OURS}:1", f"{OURS}:stable"],
        "image untagged": ["sha256:untagged"],
    }


def test_one_that_a_container_is_made_of_stays_until_that_goes() -> None:
    images = [listed("sha256:old", f"{OURS}:1")]
    used = [("web", "sha256:old"), ("foreign", "sha256:old")]
    assert removed(images, used) == {}
    assert removed(images, used, gone=["web"]) == {}
    assert removed(images, used[:1], gone=["web"]) == {f"image {OURS}:1": [f"{OURS}:1"]}


def test_of_a_tag_that_moves_the_image_that_had_it_goes_by_its_id() -> None:
    images = [listed("sha256:new", NEW, f"{OURS}:latest")]
    assert removed(images) == {}
    assert removed(images, pulls=[NEW]) == {f"image {OURS}:latest": [f"{OURS}:latest", "sha256:new"]}


def test_one_that_somebody_else_names_loses_our_names_alone() -> None:
    images = [listed("sha256:old", f"{OURS}:1", "r.example/mirror/web:1")]
    assert removed(images) == {f"image {OURS}:1": [f"{OURS}:1"]}
    assert removed([listed("sha256:x", "r.example/mirror/web:1", digests=(f"{OURS}@sha256:1",))]) == {}


def test_nothing_is_asked_or_removed_without_it() -> None:
    declared = Declared("shop", read_set([{"name": "web", "image": NEW, "isolation": "process"}], None))
    assert unneeded_images(declared, World(), set(), set()) == []


NOW = "2026-11-28T00:00:00.5Z"
DAY = 86400


@pytest.mark.parametrize(
    ("built", "now", "goes"),
    [
        ("2026-10-01", NOW, True),
        ("2026-11-27", NOW, False),
        ("2026-10-01", None, False),
        (None, NOW, False),
    ],
)
def test_only_what_is_old_enough_goes_where_an_age_is_said(built: str | None, now: str | None, goes: bool) -> None:
    """What is not known is not old."""
    specs = read_set([{"name": "web", "image": NEW, "isolation": "process"}], None)
    declared = Declared("shop", specs, prune_images_until=30 * DAY)
    created = None if built is None else int(datetime.fromisoformat(f"{built}T00:00:00+00:00").timestamp())
    image = ListedImage(id="sha256:old", told_tags=(f"{OURS}:1",), created=created)
    world = World(images={NEW: ImageFacts(NEW, id="sha256:new")}, listed_images=(image,), now=now)
    assert bool(unneeded_images(declared, world, set(), set())) is goes


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"prune_images_until": "30 days", "prune_images": True}, "prune_images_until: '30 days' is not allowed"),
        ({"prune_images_until": "720h"}, "prune_images_until: goes with prune_images: true"),
    ],
)
def test_an_age_that_is_none_or_narrows_nothing_is_refused(more: dict[str, Any], text: str) -> None:
    options, problems = checked(ARGUMENTS, {"project": "shop", "containers": [], **more})
    assert problems == []
    with pytest.raises(Refused) as refused:
        read_declared(options)
    assert text in str(refused.value.problems)
    options["prune_images"], options["prune_images_until"] = True, "720h"
    assert read_declared(options).prune_images_until == 30 * DAY
