"""`make screenshots`: pictures of every page, light, dark and on a phone, into docs/screenshots."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import django

import tests.conftest

assert tests.conftest  # the tests' own settings
os.environ["DJANGO_SETTINGS_MODULE"] = "worker.django_settings"
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 1},
}


def main() -> None:
    """Fill a desk, open every page in every look, and take its picture."""
    django.setup()
    from tests.console.live import chromium, enter, fill, served
    from tests.life.rehearsal import Rehearsal, database
    from tests.life.world import moment
    from worker.claims.models import Claim
    from worker.console import people
    from worker.intake.models import StoredMail

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, database(f"sqlite:///{name}/claims.sqlite3"):
        world = Rehearsal(moment("2026-08-20 09:00"))
        fill(world, Path(name))
        with served(world) as live, chromium() as browser:
            for look, options in LOOKS.items():
                page = browser.new_context(**options).new_page()
                page.goto(live.url)
                page.screenshot(path=FOLDER / f"login-{look}.png")
                enter(page, live, "reader-one", before_code=FOLDER / f"second-factor-{look}.png")
                people.forget_phone("reader-one")
            page = browser.new_page()
            enter(page, live, "administrator-one")
            kept = page.context.storage_state()
            queued = Claim.objects.get(sender="cfo@grand.example").reference
            pages = {
                "queue": "/",
                "claim": f"/claims/{queued}",
                "held": "/held",
                "resolved": "/resolved",
                "mails": "/mails",
                "mail": f"/mails/{StoredMail.objects.get(claim=None, state='settled').pk}",
                "aside": "/aside",
                "records": "/records/outages",
                "record": "/records/outages/OUT-1",
                "corrections": "/records/corrections",
                "ledger": "/records/ledger",
                "overview": "/overview",
                "acts": "/acts",
            }
            for look, options in LOOKS.items():
                page = browser.new_context(storage_state=kept, **options).new_page()
                for title, path in pages.items():
                    page.goto(live.url + path)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=FOLDER / f"{title}-{look}.png", full_page=title == "claim" and look == "light")
                page.context.close()


if __name__ == "__main__":
    main()
