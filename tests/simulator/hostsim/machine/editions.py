"""Which editions there are: names, SKU numbers, and whether the container and hypervisor features exist.

SKU numbers are winnt.h's PRODUCT_* (isolation.md 4.2, GK except 7: A9.5). `Core` is Windows Home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """`words` follow the product in ProductName and Caption; `product_type` None = by kind and domain role."""

    edition_id: str
    kind: str
    words: str
    sku: int
    containers: bool = True
    hyper_v: bool = True
    product_type: int | None = None
    source: str = "GK"


EDITIONS: dict[str, Edition] = {
    edition.edition_id: edition
    for edition in (
        Edition("ServerStandard", "server", "Standard", 7, source="A9.5"),
        Edition("ServerDatacenter", "server", "Datacenter", 8, source="A9.1"),
        Edition("ServerStandardEval", "server", "Standard Evaluation", 79),
        Edition("ServerDatacenterEval", "server", "Datacenter Evaluation", 80, source="A1.1"),
        Edition("ServerStandardCor", "server", "Standard", 13),
        Edition("ServerDatacenterCor", "server", "Datacenter", 12),
        Edition("ServerStandardACor", "server", "Standard", 146, source="A9.11"),
        Edition("ServerDatacenterACor", "server", "Datacenter", 145, source="A9.3"),
        Edition("ServerTurbine", "server", "Datacenter Azure Edition", 407),
        Edition("ServerAzureStackHCICor", "server", "Azure Stack HCI", 406),
        # Essentials has no Containers feature: moby#28327
        Edition("ServerSolution", "server", "Essentials", 50, containers=False, source="moby#28327"),
        Edition("Professional", "client", "Pro", 48, source="A9.12"),
        Edition("ProfessionalWorkstation", "client", "Pro for Workstations", 161),
        Edition("Enterprise", "client", "Enterprise", 4, source="A1.6"),
        Edition("EnterpriseS", "client", "Enterprise LTSC", 125),
        Edition("IoTEnterprise", "client", "IoT Enterprise", 188),
        Edition("Education", "client", "Education", 121),
        # Multi-session counts as a server: Windows-Containers#399
        Edition(
            "ServerRdsh", "client", "Enterprise multi-session", 175, product_type=3, source="Windows-Containers#399"
        ),
        Edition("Core", "client", "Home", 101, containers=False, hyper_v=False),
        Edition("CoreN", "client", "Home N", 98, containers=False, hyper_v=False),
        Edition("CoreSingleLanguage", "client", "Home Single Language", 100, containers=False, hyper_v=False),
    )
}


def edition_of(edition_id: str) -> Edition:
    """The edition with this EditionID (any case). Raises ValueError."""
    for known in EDITIONS.values():
        if known.edition_id.lower() == str(edition_id).lower():
            return known
    raise ValueError(f"edition {edition_id!r} is not known; known are: {', '.join(EDITIONS)}")
