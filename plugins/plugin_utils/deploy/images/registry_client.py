# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a registry say of an image's size? The engine hands out no manifest, so the controller asks the registry
itself (github.com/opencontainers/distribution-spec; tokens as distribution.github.io/distribution/spec/auth/token),
over TLS alone, and only with GET. What it does not say in time and within bounds is not known."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import split
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import (
    Weight,
    fitting,
    weight_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import (
    HUB,
    Login,
    Logins,
    plain,
    registry_of,
)

try:
    import requests
    from requests.auth import AuthBase, HTTPBasicAuth
    from requests.utils import get_environ_proxies, parse_dict_header
except ImportError:  # it comes with pywinrm and pypsrp; ssh does without
    requests = None  # type: ignore[assignment]
    AuthBase = object  # type: ignore[assignment,misc]

HUB_HOST = "registry-1.docker.io"
INDEXES = ("application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.index.v1+json")
MANIFESTS = ("application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json")
CONNECT = 5  # seconds
ANSWER = 10  # seconds without a byte
IMAGE = 30  # seconds for all that is asked of one image
LARGEST = 4 * 2**20  # bytes; no registry takes a larger manifest (distribution-spec, Pushing Manifests)


class Unsaid(Exception):
    """Why a size is not known."""


class RegistryClient:
    """One run's questions, each asked once. A registry that is not reached is not asked again."""

    def __init__(self, logins: Logins) -> None:
        self._logins = logins
        self._known: dict[tuple[str, str | None, str | None], Weight] = {}
        self._away: dict[str, str] = {}

    def weigh(self, image: ImageFacts) -> Weight:
        key = (image.reference, image.os_version, image.architecture)
        if key not in self._known:
            self._known[key] = self._weighed(image)
        return self._known[key]

    def _weighed(self, image: ImageFacts) -> Weight:
        registry = registry_of(image.reference)
        if requests is None:
            return Weight(unsaid="the Python library requests is not on the controller")
        if _of_the_host(registry):
            return Weight(unsaid=f"{registry} is the host's own")
        if registry in self._away:
            return Weight(unsaid=self._away[registry])
        try:
            return _Talk(registry, self._logins.of(image.reference)).weight(image)
        except Unsaid as unsaid:
            return Weight(unsaid=str(unsaid))
        except requests.ConnectionError as error:
            self._away[registry] = f"{registry} was not reached from the controller ({type(error).__name__})"
            return Weight(unsaid=self._away[registry])
        # Of requests, and of what it leaves as it comes: certificates that are not there, a token that no header can
        # hold. Their words may hold an address with a token.
        except (OSError, ValueError) as error:
            return Weight(unsaid=f"{registry} gave no answer that could be read ({type(error).__name__})")


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Talk:
    """What is asked of one registry for one image."""

    def __init__(self, registry: str, login: Login | None) -> None:
        self._registry, self._login = registry, login
        self._session = requests.Session()
        # of the environment its proxies and certificates, and no netrc: requests reads it anew for each redirection
        self._session.trust_env = False
        bundles = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        self._session.verify = next(filter(None, bundles), True)
        self._session.adapters.clear()
        self._session.mount("https://", requests.adapters.HTTPAdapter())  # nor does it follow to another scheme
        self._auth: AuthBase | None = None  # which requests takes away where it is led to another machine
        self._until = time.monotonic() + IMAGE

    def weight(self, image: ImageFacts) -> Weight:
        repository, which = _below(image.reference, self._registry)
        base = f"https://{HUB_HOST if self._registry == HUB else self._registry}/v2/{repository}"
        manifest = self._json(f"{base}/manifests/{which}", (*INDEXES, *MANIFESTS))
        if "manifests" in manifest:
            digest = fitting(manifest, image)
            if digest is None:
                raise Unsaid(f"{self._registry} lists no manifest for this host")
            manifest = self._json(f"{base}/manifests/{digest}", MANIFESTS)
        config = manifest.get("config")
        digest = config.get("digest") if isinstance(config, Mapping) else None
        made = weight_of(manifest, self._json(f"{base}/blobs/{digest}", ("*/*",))) if digest else None
        if made is None:
            raise Unsaid(f"{self._registry} does not say how large its layers are")
        return made

    def _json(self, url: str, accept: tuple[str, ...]) -> Mapping[str, Any]:
        answer = self._get(url, accept)
        if answer.status_code == 401:
            self._auth = self._authorized(answer.headers.get("WWW-Authenticate", ""))
            answer = self._get(url, accept)
        return self._read(answer)

    def _get(self, url: str, accept: tuple[str, ...]) -> requests.Response:
        if time.monotonic() > self._until:
            raise Unsaid(f"{self._registry} takes too long")
        return self._session.get(url, headers={"Accept": ", ".join(accept)}, auth=self._auth, **_ways(url))

    def _authorized(self, challenge: str) -> AuthBase:
        """The login that it wants. Words go to a token service over TLS alone."""
        kind, _space, rest = challenge.partition(" ")
        if kind.lower() == "basic" and (words := self._words()) is not None:
            return words
        told = parse_dict_header(rest) if kind.lower() == "bearer" else {}
        realm = str(told.get("realm") or "")
        if urlsplit(realm).scheme != "https":
            raise Unsaid(f"{self._registry} wants another login than is given here")
        asked = {key: text for key in ("service", "scope") if (text := told.get(key))}
        answer = self._read(self._token(realm, asked))
        token = answer.get("token") or answer.get("access_token")
        if not isinstance(token, str):
            raise Unsaid(f"{self._registry} gave no token")
        return _Bearer(token)

    def _words(self) -> AuthBase | None:
        """In UTF-8, as docker sends them."""
        login = self._login
        return HTTPBasicAuth(login.username.encode(), login.password.encode()) if login and login.password else None

    def _token(self, realm: str, asked: dict[str, str]) -> requests.Response:
        if self._login and self._login.identity_token:
            form = {**asked, "grant_type": "refresh_token", "client_id": "winfleet.containers"}
            form["refresh_token"] = self._login.identity_token
            return self._session.post(realm, data=form, **_ways(realm))
        return self._session.get(realm, params=asked, auth=self._words(), **_ways(realm))

    def _read(self, answer: requests.Response) -> Mapping[str, Any]:
        with answer:
            if answer.status_code != 200:
                raise Unsaid(f"{self._registry} answered the controller with status {answer.status_code}")
            body = b""
            for piece in answer.iter_content(2**16):
                body += piece
                if len(body) > LARGEST or time.monotonic() > self._until:
                    raise Unsaid(f"{self._registry} answers at too great length")
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, Mapping):
            raise Unsaid(f"{self._registry} answers no JSON object")
        return found


def _ways(url: str) -> dict[str, Any]:
    return {"proxies": get_environ_proxies(url), "timeout": (CONNECT, ANSWER), "stream": True}


def _below(reference: str, registry: str) -> tuple[str, str]:
    """The repository below its registry, and the tag or digest."""
    name, tag, digest = split(reference)
    first, slash, rest = name.partition("/")
    path = rest if slash and (registry != HUB or plain(first) == HUB) else name
    if registry == HUB and "/" not in path:
        path = f"library/{path}"
    return path, digest or tag or "latest"


def _of_the_host(registry: str) -> bool:
    """A loopback address is another machine's seen from here."""
    name = registry.rpartition(":")[0] if registry.rpartition(":")[2].isdigit() else registry
    return name == "localhost" or name.startswith("127.") or name == "[::1]"
