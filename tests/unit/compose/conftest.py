from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import Source, sourced
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from compose_cases import IMAGE, options_of


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Writes a compose file, of text or of data: its path."""

    def write(content: Any, name: str = "compose.yml") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def source(written: Callable[..., str]) -> Callable[..., Source]:
    """What one compose file comes to."""

    def read(content: Any, **options: Any) -> Source:
        return sourced(options_of({"compose_files": [written(content)], **options}), str)

    return read


@pytest.fixture
def service(source: Callable[..., Source]) -> Callable[..., Any]:
    """The one container of a file with one service, `web`."""

    def read(options: Mapping[str, Any] | None = None, **keys: Any) -> Any:
        (found,) = source({"services": {"web": {"image": IMAGE, **keys}}}, **(options or {})).options["containers"]
        return found

    return read


@pytest.fixture
def refused(written: Callable[..., str]) -> Callable[..., list[str]]:
    """Why a file is refused: read to the end, as the module does."""

    def read(content: Any, **options: Any) -> list[str]:
        with pytest.raises(Refused) as found:
            read_declared(options_of({"compose_files": [written(content)], **options}), str)
        return found.value.problems

    return read
