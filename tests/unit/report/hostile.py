"""A host whose every text tries to be more than a text."""

from __future__ import annotations

from typing import Any

TEXTS = [
    "<script>window.pwned=1</script>",
    "</script><img src=x onerror=window.pwned=2>",
    "\"'><svg onload=window.pwned=3>",
    "{{ 7 * 191 }} {% raw %} \u2028\u2029 <!--<script>",
    "javascript:window.pwned=4",
]


def hostile_member() -> dict[str, Any]:
    """One member of a fleet made of such texts, in every place that takes one."""
    text = " ".join(TEXTS)
    reason = {"rule": text, "value": text, "fact": text, "source": "javascript:window.pwned=5"}
    answer = {"verdict": "no", "supported": False, "reasons": [reason], "remedies": [text]}
    return {
        "name": f"host {text}",
        "host": {
            "build": 20348,
            "kind": "server",
            "release": text,
            "product": text,
            "edition": text,
            "version": text,
            "installation": text,
            "virtualization": {"platform": text},
            "reboot_pending": True,
            "reboot_reasons": [text],
            "engine": {"state": "unreachable", "version": text, "default_isolation": text, "error": text},
        },
        "isolation": {"process": answer, "hyperv": {**answer, "verdict": text}},
        "declared": [{"name": f"container {text}", "image": f"image/{text}", "isolation": text}],
        "verdicts": [{"container": f"container {text}", "image": text, "os_version": text, **answer}],
        "proof": [{"name": f"container {text}", "claimed": text, "verdict": "refuted", "evidence": {text: [text]}}],
    }
