"""What does an engine make of a registry's refusal? docker/distribution's errcode, as its client reads and writes
it."""

from __future__ import annotations

from dataclasses import dataclass

# code -> (what the engine answers, the registry's own words)
CODES: dict[str, tuple[int, str]] = {
    "unauthorized": (401, "authentication required"),
    "denied": (403, "requested access to the resource is denied"),
    "manifest unknown": (404, "manifest unknown"),
    "name unknown": (404, "repository name not known to registry"),
    "blob unknown": (404, "blob unknown to registry"),
    "toomanyrequests": (429, "too many requests"),
}


@dataclass(frozen=True)
class Told:
    """One error of a registry: bare where it sent the code alone."""

    code: str
    message: str = ""
    bare: bool = False

    def __str__(self) -> str:
        return self.code if self.bare else f"{self.code}: {self.message or CODES[self.code][1]}"


class RegistryError(Exception):
    """What a request to a registry failed with: errors that it told, or words of the engine's own. `again`: a transfer
    of a layer is tried again after it; `cause`: the words without the request's."""

    def __init__(self, *errors: Told, text: str = "", status: int = 500, again: bool = False, cause: str = "") -> None:
        self.errors = errors
        self.status = CODES[errors[0].code][0] if errors else status
        self.text = text or (str(errors[0]) if len(errors) == 1 else "errors:\n" + "".join(f"{e}\n" for e in errors))
        self.again = again
        self.cause = cause or (str(errors[0]) if errors else self.text)
        super().__init__(self.text)


def unauthorized() -> RegistryError:
    return RegistryError(Told("unauthorized"))


def insufficient() -> RegistryError:
    """A token that does not do: its challenge says `insufficient_scope`, its body that one has to log in."""
    return RegistryError(Told("denied"), Told("unauthorized"))
