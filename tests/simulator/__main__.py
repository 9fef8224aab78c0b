"""`python tests/simulator`: simulated Windows container hosts (README)."""

from __future__ import annotations

import sys

from hostsim.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
