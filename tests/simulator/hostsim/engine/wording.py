"""How the engine writes times and sizes."""

from __future__ import annotations

from datetime import datetime

NEVER = "0001-01-01T00:00:00Z"


def stamp(when: datetime | None) -> str:
    """RFC 3339 as Go writes it: no trailing zeros in the fraction, `Z`; None is Go's zero time."""
    if when is None:
        return NEVER
    fraction = f"{when.microsecond:06d}".rstrip("0")
    return f"{when:%Y-%m-%dT%H:%M:%S}{'.' + fraction if fraction else ''}Z"


def human_size(size: float) -> str:
    """go-units HumanSize: four digits, decimal units without a blank (`856.1kB`)."""
    units = ("B", "kB", "MB", "GB", "TB")
    step = 0
    while size >= 1000 and step < len(units) - 1:
        size /= 1000
        step += 1
    return f"{size:.4g}{units[step]}"


def human_duration(seconds: float) -> str:
    """go-units HumanDuration, as the Status of a container has it."""
    whole = int(seconds)
    for limit, unit, name in ((60, 1, "second"), (3600, 60, "minute"), (172800, 3600, "hour")):
        if whole < limit:
            count = whole // unit
            if count < 1 and unit == 1:
                return "Less than a second"
            if count == 1:
                return {"second": "1 second", "minute": "About a minute", "hour": "About an hour"}[name]
            return f"{count} {name}s"
    return f"{whole // 86400} days"


def cpu_time(seconds: float) -> str:
    """`top`'s HH:MM:SS.mmm."""
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def go_duration(seconds: float) -> str:
    """Go's Duration.String of a second or more; below it in ms."""
    if seconds < 1:
        return f"{seconds * 1000:g}ms"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    if hours:
        return f"{hours}h{minutes}m{rest:g}s"
    return f"{minutes}m{rest:g}s" if minutes else f"{rest:g}s"
