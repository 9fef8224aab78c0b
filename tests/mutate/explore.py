"""Does any wrong answer of a host break a module? Runs all mutants, prints how many of each, and exits 1 where one
does."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
AT_LEAST = 60_000
AGAIN = 30


def _find_the_collection() -> None:
    """As the root conftest.py does for pytest."""
    sys.path[:0] = [str(CHECKOUT / "tests" / name) for name in ("mutate", "simulator", "support")]
    spec = importlib.util.spec_from_file_location("checkout_conftest", CHECKOUT / "conftest.py")
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


if __name__ in ("__main__", "__mp_main__"):
    _find_the_collection()

from judging import faults
from mutants import Mutation, at_place, places
from replay import WHOLE, Ran, Situation, no_waiting, replay

Site = tuple[str, str]
DEEPEST = 4  # of a whole result: the answers in it are places of their own


def all_mutants(situations: Sequence[Situation]) -> Iterator[tuple[int, Site, Mutation]]:
    """For each module, each place of each look with everything that can be wrong there; where a place was met before,
    in another situation of the module, every AGAIN-th."""
    known: set[tuple[Any, ...]] = set()
    count = 0
    for number, situation in enumerate(situations):
        heard = "all parts" if situation.module == "container_host" else situation.module
        for site in situation.sites():
            for path, good in places(situation.good(site)):
                if site[0] == WHOLE and len(path) > DEEPEST:
                    continue
                identity = (heard, bool(situation.liars), *_read(site, path))
                count += 1
                if (identity not in known and heard != "all parts") or count % AGAIN == 0:
                    for mutation in at_place(path, good):
                        yield number, site, mutation
                known.add(identity)


def _read(site: Site, path: tuple[Any, ...]) -> tuple[Any, ...]:
    """What reads this place: the look, of the engine the kind of request, of an act which kind of answer; and the
    place, less the numbers of lists."""
    where = tuple("*" if isinstance(part, int) else part for part in path)
    if site[0] in (WHOLE, "acted"):
        return (site[0], *where)
    look = json.loads(site[1])
    if "requests" not in look:
        return (str(look), *where) if look["verb"] in ("cim", "registry") else (look["verb"], *path)
    asked = look["requests"][path[1]]["path"] if len(path) > 1 and isinstance(path[1], int) else ""
    kind = re.sub(r"(?<=/)(containers|images|distribution)/.+/", r"\1/*/", asked.partition("?")[0])
    return (site[0], "engine", kind, "filters" in asked, *where)


class Judge:
    """Runs mutants of these situations; the good runs are made once."""

    def __init__(self, situations: Sequence[Situation]) -> None:
        no_waiting()
        self._situations = situations
        self._good: dict[int, Ran] = {}

    def __call__(self, place: int, site: Site, mutation: Mutation) -> list[str]:
        situation = self._situations[place]
        if place not in self._good:
            self._good[place] = replay(situation)
            assert self._good[place].raised is None, self._good[place].raised
        return list(faults(situation, self._good[place], site, mutation, replay(situation, site, mutation)))


def named(situation: Situation, site: Site, mutation: Mutation) -> str:
    return f"{situation.name} | {site[0]} {site[1][:90]} | {mutation.name}"


def main() -> int:
    from situations import situations

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=0, help="so many of them, drawn by chance")
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument("--only", default="", help="a text in the situation's name")
    options.add_argument("--show", type=int, default=40, help="so many faults are printed")
    given = options.parse_args()
    began = time.monotonic()
    recorded = [one for one in situations() if given.only in one.name]
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        shares = [pool.submit(share, recorded, number, workers, given.sample, given.seed) for number in range(workers)]
        modules, kinds, found = Counter[str](), Counter[str](), list[tuple[str, str]]()
        for done in shares:
            more_modules, more_kinds, more_found = done.result()
            modules += more_modules
            kinds += more_kinds
            found += more_found
    _print(modules, kinds, found, given.show)
    total = modules.total()
    print(f"{total} mutants of {len(recorded)} situations, {len(found)} errors, {time.monotonic() - began:.0f} s")
    few = not given.sample and not given.only and total < AT_LEAST
    if few:
        print(f"too few: at least {AT_LEAST} are wanted")
    return 1 if found or few else 0


def share(
    recorded: Sequence[Situation], number: int, of: int, sample: int, seed: int
) -> tuple[Counter[str], Counter[str], list[tuple[str, str]]]:
    """Every `of`-th mutant from `number` on: how many of each module and kind, and (fault, mutant)."""
    wanted: Any = None
    if sample:
        total = sum(1 for _mutant in all_mutants(recorded))
        wanted = set(random.Random(seed).sample(range(total), min(sample, total)))
    judge = Judge(recorded)
    modules, kinds, found = Counter[str](), Counter[str](), []
    for count, (place, site, mutation) in enumerate(all_mutants(recorded)):
        if count % of != number or (wanted is not None and count not in wanted):
            continue
        modules[recorded[place].module] += 1
        kinds[mutation.kind] += 1
        found += [(fault, named(recorded[place], site, mutation)) for fault in judge(place, site, mutation)]
    return modules, kinds, found


def _print(modules: Counter[str], kinds: Counter[str], found: list[tuple[str, str]], show: int) -> None:
    for title, counted in (("module", modules), ("kind", kinds)):
        print(f"mutants by {title}:")
        for name, count in sorted(counted.items()):
            print(f"  {name:<32} {count:>7}")
    for fault, mutant in found[:show]:
        print(f"ERROR {mutant}\n      {fault}")


if __name__ == "__main__":
    sys.exit(main())
