"""How does the engine ask a registry? moby registry/auth.go and docker/distribution's client: a ping that tells which
login is wanted, then each request with what the credentials give for it."""

from __future__ import annotations

import re
from dataclasses import replace

from .contents import Layer, Manifest
from .logins import Credentials
from .references import DEFAULT_HOST, Reference
from .registry import Registry
from .registry_errors import RegistryError, Told, insufficient, unauthorized
from .registry_hosts import Document, Fault, RegistryHost, Repository

LOOPBACK = re.compile(r"^(?:127\.\d+\.\d+\.\d+|localhost)(?::\d+)?$")
ADDRESS = re.compile(r"^\d+\.\d+\.\d+\.\d+(?::\d+)?$")
REFUSED = "connectex: No connection could be made because the target machine actively refused it."
LIMIT = (
    "You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: "
    "https://www.docker.com/increase-rate-limit"
)
WRONG_LOGIN = "unauthorized: incorrect username or password"


class Session:
    """What one request of the engine's API asks of one repository; the ping is made here. Raises RegistryError."""

    def __init__(
        self, registry: Registry, name: Reference | str, who: Credentials, pushes: bool = False
    ) -> None:  # fmt: skip
        host = name if isinstance(name, str) else name.host
        self.path = "" if isinstance(name, str) else name.repository
        self.who = who
        self.pushes = pushes
        self.url = base_url(host)
        self.host = reach(registry, host, self.url)

    # what is there

    @property
    def repository(self) -> Repository | None:
        return self.host.repositories.get(self.path)

    @property
    def fault(self) -> Fault | None:
        return self.host.fault(self.path)

    def tag(self, tag: str) -> Document:
        """HEAD, then what GET says where that fails."""
        self.request("Head", f"{self.path}/manifests/{tag}")
        return self._manifest(tag)

    def manifest(self, digest: str) -> Document:
        self.request("Get", f"{self.path}/manifests/{digest}")
        return self._manifest(digest)

    def _manifest(self, which: str) -> Document:
        document = self.repository.find(which) if self.repository else None
        if document is None:
            raise RegistryError(Told("manifest unknown"))
        return document

    def tags(self) -> list[str]:
        self.request("Get", f"{self.path}/tags/list")
        if self.repository is None:
            raise RegistryError(Told("name unknown"))
        return list(self.repository.tags)

    def has_blob(self, digest: str) -> bool:
        self.request("Head", f"{self.path}/blobs/{digest}", head=True)
        return self.repository is not None and digest in self.repository.blobs

    # what is pushed

    def mount(self, layer: Layer, source: str) -> bool:
        """Whether the layer could be taken over from another repository of the registry."""
        self.begin_upload()
        there = self.host.repositories.get(source)
        if there is None or layer.digest not in there.blobs:
            return False
        self._own().blobs.add(layer.digest)
        return True

    def begin_upload(self) -> None:
        self.request("Post", f"{self.path}/blobs/uploads/")

    def put_layer(self, layer: Layer) -> None:
        self._own().blobs.add(layer.digest)

    def put(self, document: Document, tag: str) -> None:
        self.request("Put", f"{self.path}/manifests/{tag}")
        self._own().put(document, tag)

    def _own(self) -> Repository:
        return self.host.repositories.setdefault(self.path, Repository())

    # who asks

    def request(self, verb: str, path: str, head: bool = False) -> None:
        """Ask with the credentials; `head`: the answer has no body. Raises RegistryError."""
        url = f"{self.url}/v2/{path}"
        problem = self._refused(verb, url)
        if problem is None:
            problem = answer_of(self.fault)
        if problem is None:
            return
        if head and problem.errors and problem.status != 401:
            text = f'error parsing HTTP {problem.status} response body: unexpected end of JSON input: ""'
            raise RegistryError(text=text)
        raise problem

    def _refused(self, verb: str, url: str) -> RegistryError | None:
        login, who = self.host.login, self.who
        if login.kind == "open":
            return None
        if login.kind == "basic":
            if who.registry_token:
                return unauthorized()
            if not (who.username and who.password):
                cause = "no basic auth credentials"
                return RegistryError(text=f'{verb} "{url}": {cause}', cause=cause)
            return None if login.knows(who) else unauthorized()
        if who.registry_token:
            good = who.registry_token in login.tokens or not self._hidden(verb)
            return None if good else insufficient()
        known = self._token(verb, url)
        if known and login.users is not None:
            return None
        # where no users are declared any login is good; it may write, and shows no more than a stranger sees
        hidden = self._hidden(verb) if not known else self.path and not self.pushes and self.host.hides(self.path)
        return insufficient() if hidden else None

    def _hidden(self, verb: str) -> bool:
        """Whether a stranger is refused: what is private, and all writing where it is not said what that is."""
        writes = verb in ("Post", "Put") and self.host.login.private is None
        return not self.path or writes or self.host.hides(self.path)

    def _token(self, verb: str, url: str) -> bool:
        """Whether the token server gave a token of somebody that it knows. Raises RegistryError."""
        login, who = self.host.login, self.who
        good = login.users is None or who.identity_token in login.refresh if who.identity_token else login.knows(who)
        if (who.identity_token or who.username) and not good:
            raise RegistryError(text=f'{verb} "{url}": {WRONG_LOGIN}', status=401, cause=WRONG_LOGIN)
        return bool(who.identity_token or who.username)


def base_url(host: str) -> str:
    """Docker Hub has another name; what is on the loopback is asked without TLS (moby's default insecure
    registries)."""
    if host == DEFAULT_HOST:
        return "https://registry-1.docker.io"
    return f"{'http' if LOOPBACK.match(host) else 'https'}://{host}"


def reach(registry: Registry, host: str, url: str) -> RegistryHost:
    """The registry behind a name. Raises RegistryError where none answers."""
    found = registry.hosts.get(host)
    down = found.fault("") if found else None
    if found and not (down and down.kind == "down"):
        return found
    name, _, port = host.partition(":")
    port = port or ("80" if url.startswith("http:") else "443")
    if int(port) > 65535:
        problem = f"dial tcp: address {port}: invalid port"
    elif found or ADDRESS.match(host) or name == "localhost":
        problem = f"dial tcp {'[::1]' if name == 'localhost' else name}:{port}: {REFUSED}"
    else:
        problem = f"dial tcp: lookup {name}: no such host"
    raise RegistryError(text=f'Get "{url}/v2/": {problem}', again=True)


def answer_of(fault: Fault | None) -> RegistryError | None:
    """What a broken registry answers."""
    unexpected = "received unexpected HTTP status: "
    if fault is None or fault.kind in ("cut", "down"):
        return None
    if fault.kind == "limit":
        return RegistryError(Told("toomanyrequests", LIMIT))
    if fault.kind == "deny":
        return RegistryError(Told("denied", bare=True), again=True)
    status = "503 Service Unavailable" if fault.kind == "unavailable" else "502 Bad Gateway"
    return RegistryError(text=unexpected + status, again=True)


def log_in(registry: Registry, who: Credentials, host: str) -> str:
    """The identity token of a login that is good; a registry token is not tried. Raises RegistryError."""
    session = Session(registry, host, replace(who, registry_token=""))
    try:
        session.request("Get", "")
    except RegistryError as error:
        if error.errors:  # what else may be said is not looked at
            text = f"login attempt to {session.url}/v2/ failed with status: 401 Unauthorized"
            raise RegistryError(text=text) from error
        raise
    return who.identity_token


def broken_layer(document: Document, layer: Layer) -> str:
    """What is wrong with a layer as the registry serves it."""
    return document.broken.removesuffix("layer").strip() or "sum" if document.broken.endswith("layer") else ""


def read_config(document: Document) -> Manifest:
    """The image that a manifest's config tells. Raises RegistryError."""
    image = document.images[0]
    if document.broken == "config":
        raise RegistryError(text=f"image config verification failed for digest {image.image_id}")
    if document.broken == "lost config":
        raise RegistryError(text="unknown blob")
    return image
