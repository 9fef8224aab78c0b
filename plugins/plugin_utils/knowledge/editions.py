# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may an edition of Windows do: Containers, Hyper-V, and how many Hyper-V isolated containers does its licence
allow?"""

from __future__ import annotations

from dataclasses import dataclass

REQUIREMENTS = (
    "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/system-requirements"
)
FAQ = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/about/faq"
ESSENTIALS = "https://github.com/moby/moby/issues/28327"
MULTI_SESSION = "https://github.com/microsoft/Windows-Containers/issues/399"


@dataclass(frozen=True)
class Edition:
    """One edition. `containers` and `hyper_v` say whether it has the feature (None = unknown edition).
    `hyperv_container_limit` is the licence's number of Hyper-V isolated containers, None for no limit. `client` is
    True for Windows 10 and 11, also where ProductType says 3; `counts_as_server` is then True: the engine's default
    isolation there is `process`."""

    edition: str
    family: str
    containers: bool | None
    hyper_v: bool | None
    client: bool | None
    hyperv_container_limit: int | None = None
    counts_as_server: bool = False
    source: str = REQUIREMENTS


# family: (containers, hyper_v, client, licence limit of Hyper-V isolated containers, source)
FAMILIES: dict[str, tuple[bool | None, bool | None, bool | None, int | None, str]] = {
    "datacenter": (True, True, False, None, FAQ),
    "standard": (True, True, False, 2, FAQ),
    "azure edition": (True, True, False, None, FAQ),
    "azure stack hci": (True, True, False, None, REQUIREMENTS),
    "essentials": (False, True, False, None, ESSENTIALS),
    "nano": (True, True, False, None, REQUIREMENTS),
    "pro": (True, True, True, None, REQUIREMENTS),
    "enterprise": (True, True, True, None, REQUIREMENTS),
    "education": (True, True, True, None, REQUIREMENTS),
    "iot enterprise": (True, True, True, None, REQUIREMENTS),
    "multi-session": (True, True, True, None, MULTI_SESSION),
    "home": (False, False, True, None, REQUIREMENTS),
    "unknown": (None, None, None, None, REQUIREMENTS),
}

# EditionID (lower case) -> family. `Core` is Windows Home and has nothing to do with Server Core.
EDITIONS: dict[str, str] = {
    "serverdatacenter": "datacenter",
    "serverdatacentercor": "datacenter",
    "serverdatacentercore": "datacenter",
    "serverdatacenteracor": "datacenter",
    "serverdatacentereval": "datacenter",
    "serverdatacenterevalcor": "datacenter",
    "serverstandard": "standard",
    "serverstandardcor": "standard",
    "serverstandardcore": "standard",
    "serverstandardacor": "standard",
    "serverstandardeval": "standard",
    "serverstandardevalcor": "standard",
    "serverturbine": "azure edition",
    "serverturbinecor": "azure edition",
    "serverazurestackhcicor": "azure stack hci",
    "serversolution": "essentials",
    "serverstandardnano": "nano",
    "serverdatacenternano": "nano",
    "nanoserver": "nano",
    "servertuva": "nano",
    "professional": "pro",
    "professionaln": "pro",
    "professionalworkstation": "pro",
    "professionalworkstationn": "pro",
    "professionaleducation": "education",
    "professionaleducationn": "education",
    "enterprise": "enterprise",
    "enterprisen": "enterprise",
    "enterpriseeval": "enterprise",
    "enterprises": "enterprise",
    "enterprisesn": "enterprise",
    "enterpriseseval": "enterprise",
    "education": "education",
    "educationn": "education",
    "iotenterprise": "iot enterprise",
    "iotenterprises": "iot enterprise",
    "serverrdsh": "multi-session",
    "core": "home",
    "coren": "home",
    "coresinglelanguage": "home",
    "corecountryspecific": "home",
}


def edition(edition_id: str | None, product_type: int | None = None) -> Edition:
    """The edition of an EditionID as the registry spells it; `product_type` (1 workstation, 2 domain controller, 3
    server) tells client from server where the edition is unknown."""
    name = edition_id or ""
    family = EDITIONS.get(name.lower(), "unknown")
    containers, hyper_v, client, limit, source = FAMILIES[family]
    if client is None and product_type is not None:
        client = product_type == 1
    counts_as_server = bool(client) and (product_type == 3 or (product_type is None and family == "multi-session"))
    return Edition(name, family, containers, hyper_v, client, limit, counts_as_server, source)
