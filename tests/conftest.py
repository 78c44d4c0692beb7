"""What every test shares: settings that name nothing of this machine."""

from __future__ import annotations

import os

for name in [n for n in os.environ if n.startswith("CLAIMS_")]:
    del os.environ[name]
os.environ["CLAIMS_ADDRESS"] = "sla-claims@lookuq.example"
os.environ["CLAIMS_TEAM_ADDRESS"] = "team@lookuq.example"
os.environ["CLAIMS_DATABASE_URL"] = "sqlite:///:memory:"
