"""What a module's documentation says, with what it has from the collection's fragments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring


def options_of(module: Path) -> dict[str, Any]:
    """The options of the module in this file, by name."""
    documentation = get_docstring(str(module), fragment_loader, is_module=True, collection_name="winfleet.containers")[
        0
    ]
    return dict(documentation["options"])
