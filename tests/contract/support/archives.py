"""The archives of the cases (cases/archives.yml), byte for byte the same each time."""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "cases" / "archives.yml"
MADE = (2026, 11, 27, 8, 0, 0)


@cache
def archive(name: str) -> bytes:
    """The bytes of an archive; a text in the table is a file that is none."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))[name]
    if isinstance(entries, str):
        return entries.encode()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there twice
        for entry in entries:
            info = zipfile.ZipInfo(date_time=MADE)
            info.filename = entry["name"]  # as it is: the constructor would tidy it
            made.writestr(info, entry.get("content", ""), zipfile.ZIP_DEFLATED)
            made.infolist()[-1].file_size = entry.get("claims", made.infolist()[-1].file_size)
    return data.getvalue()


def digest(name: str) -> str:
    return hashlib.sha256(archive(name)).hexdigest()
