"""What did the recorded day have beside its requests? What its file does not show, and its README tells."""

from __future__ import annotations

#: What the recording did beside a request that waits: case -> (before it, seconds after it began, then)
BESIDE: dict[str, tuple[str, float, str]] = {
    "next-exit of a created one that is started then (POST start not shown), exit 4": (
        "",
        0.2,
        "POST /containers/w1/start",
    ),
    "not-running of a running one, exit 4": ("POST /containers/w1/start", 0, ""),
    "not-running of a running one that is killed (not shown)": (
        "POST /containers/w1/start",
        0.1,
        "POST /containers/w1/kill",
    ),
    "removed of a stopped one that is removed (not shown)": ("", 0.2, "DELETE /containers/w1"),
}


#: What the recording waited for before a request: its path -> (container, what must be in its state)
BEFORE: dict[str, tuple[str, str]] = {
    "/v1.44/containers/life/rename?name=life2": ("life", '"Status":"exited"'),
    "/v1.44/containers/life2/start": ("life2", '"Status":"exited"'),
    "/v1.44/containers/evh?force=1": ("evh", '"Status":"healthy"'),
}
#: What was wrong with the host from one case on, until another: fault -> (first, last)
WRONG = {
    "held_folder": ("container folder cannot be removed (a file in it is held)", "dead, again, now it can be removed")
}
#: Members of `oshealthy` in this recording
CHECKED = {"Healthcheck": {"Test": ["CMD", "x"]}}
