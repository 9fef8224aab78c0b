"""Tries all schedules and prints the numbers: `make explore`. Ends with 1 where something is wrong."""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import conftest  # noqa: E402, F401, I001 - lets the collection be imported by its name
from schedules import scenarios  # noqa: E402
from schedules.search import Found, explore  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="only what make test tries")
    parser.add_argument("--only", default="", help="scenarios whose name holds this")
    parser.add_argument("--all", action="store_true", help="all that is wrong, not the first of each scenario")
    parser.add_argument("--sample", type=int, metavar="N", help="N of them, the same ones each time")
    asked = parser.parse_args()
    chosen = [one for one in (scenarios.small() if asked.small else scenarios.full()) if asked.only in one.name]
    if asked.sample:
        chosen = random.Random(2026).sample(chosen, min(asked.sample, len(chosen)))
    began = time.monotonic()
    totals = dict.fromkeys(("scenarios", "states", "steps", "ends", "schedules", "wrong"), 0)
    with ProcessPoolExecutor() as pool:
        for found in pool.map(explore, chosen, chunksize=4):
            for number in ("states", "steps", "ends", "schedules"):
                totals[number] += getattr(found, number)
            totals["scenarios"] += 1
            totals["wrong"] += bool(found.wrong)
            show(found)
    print(
        "{scenarios} scenarios, {states} states, {steps} steps, {schedules:.3g} schedules in {ends} ends: "
        "{wrong} of them go wrong".format(**totals)
        + f" ({time.monotonic() - began:.0f} s)"
    )
    return 1 if totals["wrong"] else 0


def show(found: Found) -> None:
    print(f"{found.states:>9} states {found.schedules:>12.3g} schedules  {found.scenario.name}", flush=True)
    for text, way in found.wrong[:1]:
        print(f"    WRONG: {text}", *(f"      {place:>3}. {what}" for place, what in enumerate(way, 1)), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
