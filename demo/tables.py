"""The demo's tables, for a terminal of 100 columns: what was deployed and proven, what was refused."""

from __future__ import annotations

import textwrap

from playbooks import Run

WIDTH = 100


def grid(rows: list[list[str]], widths: list[int]) -> str:
    """Rows of texts under each other; a text that is too long goes on in the next line of its column."""
    lines = []
    for row in rows:
        cells = [textwrap.wrap(text, width) or [""] for text, width in zip(row, widths, strict=True)]
        for index in range(max(len(cell) for cell in cells)):
            parts = [
                (cell[index] if index < len(cell) else "").ljust(width)
                for cell, width in zip(cells, widths, strict=True)
            ]
            lines.append("  ".join(parts).rstrip())
    return "\n".join(lines)


def deployed(run: Run) -> str:
    """Host by host: container, declared and effective mode, the proof's verdict and its evidence."""
    rows = [["HOST", "CONTAINER", "DECLARED", "RUNS AS", "PROOF", "EVIDENCE"]]
    for host, sets in sorted(run.part("sets").items()):
        proofs = {entry["name"]: entry for entry in run.part("proof").get(host, {}).get("proof", [])}
        for entry in [entry for made in sets for entry in made["containers"]]:
            proof = proofs.get(entry["name"], {})
            evidence = "; ".join(proof.get("evidence", []))
            mode = entry["isolation"]
            rows.append(
                [host, entry["name"], mode["declared"], mode["effective"] or "", proof.get("verdict", "none"), evidence]
            )
    return grid(rows, [8, 9, 8, 7, 8, WIDTH - 50])


def engines(run: Run) -> str:
    """Host by host: the engine's version before and after, and what was done."""
    rows = [["HOST", "BEFORE", "AFTER", "DONE"]]
    for host, engine in sorted(run.part("engine").items()):
        version = engine.get("version", {})
        done = "; ".join(engine.get("changes", []))
        rows.append([host, version.get("before") or "none", version.get("after") or "none", done])
    return grid(rows, [9, 8, 8, WIDTH - 31])


def refused(site: Run, wishes: Run) -> str:
    """Each refused host or set with its reason."""
    rows = [[host, text] for host, text in site.failures().items()]
    for line in wishes.results:
        for answer in line["result"].get("results", []):
            if line["action"] == "winfleet.containers.containers":
                rows.append([f"{line['host']} {answer['item']['container']['name']}", str(answer.get("msg", ""))])
    return grid(rows, [16, WIDTH - 18])
