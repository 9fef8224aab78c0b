"""Does a container come back after it has ended?"""

from __future__ import annotations

from .container import Container

FIRST_DELAY = 0.1  # seconds; doubled for each try, as moby's restartmanager does
LONGEST_DELAY = 60.0
LONG_RUN = 10.0  # a run of so many seconds starts the count anew


def comes_back(container: Container) -> bool:
    """Whether its policy wants it to run again (moby restartmanager.ShouldRestart)."""
    policy = container.host_config["RestartPolicy"]
    name, limit = policy["Name"], policy["MaximumRetryCount"]
    if name == "always":
        return True
    if name == "unless-stopped":
        return not container.stopped_by_hand
    if name == "on-failure":
        return container.state.exit_code != 0 and (limit == 0 or container.restart_count < limit)
    return False


def delay(tries: int, ran: float) -> float:
    """Seconds to wait before the next start, after so many tries and a run of `ran` seconds."""
    return FIRST_DELAY if ran > LONG_RUN else min(LONGEST_DELAY, FIRST_DELAY * 2 ** max(0, tries))
