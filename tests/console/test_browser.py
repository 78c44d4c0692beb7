"""The console in a real browser: keys alone, axe, hostile mail, without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from tests.console.live import Live, chromium, enter, fill, served
from tests.life.rehearsal import Rehearsal, database
from tests.life.world import moment
from tests.servers import PostgreSQL
from tests.whole.conftest import postgresql
from worker.claims.models import Claim, State
from worker.intake.models import StoredMail

__all__ = ["postgresql"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/",
    "/?outage=OUT-1",
    "/held",
    "/resolved",
    "/mails",
    "/mails/{other}",
    "/aside",
    "/claims/{queued}",
    "/claims/{pictured}",
    "/claims/{held}?cycle=whole",
    "/claims/{resolved}",
    "/records/outages",
    "/records/accounts",
    "/records/outages/OUT-1",
    "/records/maintenance/new",
    "/records/ledger",
    "/records/corrections",
    "/overview",
    "/acts",
    "/claims/SLA-2026-999999",
)


@pytest.fixture(scope="module")
def live(
    postgresql: PostgreSQL, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """A filled desk of this file's own."""
    with django_db_blocker.unblock(), database(postgresql.create_database()):
        world = Rehearsal(moment("2026-08-20 09:00"))
        fill(world, tmp_path_factory.mktemp("live"))
        with served(world) as made:
            yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def state(live: Live, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An administrator's login, kept for the tests that are not about logging in."""
    path = tmp_path_factory.mktemp("state") / "state.json"
    page = browser.new_page()
    enter(page, live, "administrator-one")
    page.context.storage_state(path=path)
    page.close()
    return path


def open_page(browser: Browser, state: Path, **options: object) -> Page:
    return browser.new_context(storage_state=state, **options).new_page()  # type: ignore[arg-type]


def addresses(live: Live) -> list[str]:
    names = {
        "other": StoredMail.objects.get(claim=None, state="settled").pk,
        "queued": Claim.objects.get(sender="cfo@grand.example").reference,
        "pictured": Claim.objects.get(sender="hoa@senhong.example", state=State.QUEUED).reference,
        "held": Claim.objects.get(sender="bob@acme.example").reference,
        "resolved": Claim.objects.filter(state=State.RESOLVED).order_by("pk")[0].reference,
    }
    return [live.url + path.format(**names) for path in PAGES]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(browser: Browser, live: Live, state: Path, scheme: str) -> None:
    """WCAG 2.2 AA as far as a machine can tell, with everything unfolded."""
    page = open_page(browser, state, color_scheme=scheme)
    for address in addresses(live):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        told = [(v["id"], v["nodes"][0]["html"][:150]) for v in found.response["violations"]]
        assert told == [], address
    page.context.close()


def test_the_pages_before_the_login_have_no_violation_either(browser: Browser, live: Live) -> None:
    """Login and second factor."""
    page = browser.new_page()
    page.goto(live.url)
    assert Axe().run(page).violations_count == 0
    page.close()


def test_a_hostile_mail_does_nothing_and_loads_nothing(browser: Browser, live: Live, state: Path) -> None:
    """No dialog, no request to anywhere else, no form of the mail's, nothing refused by the policy because of us."""
    page = open_page(browser, state)
    asked: list[str] = []
    dialogs: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for address in addresses(live):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    found = Claim.objects.get(sender="ann@acme.example", state=State.QUEUED)
    page.goto(f"{live.url}/claims/{found.reference}")
    assert page.locator("form[action*=evil]").count() == 0
    assert page.locator("main h1").is_visible(), "the mail's style hides nothing"
    assert "alert(1)" in page.locator(".mail").inner_text()
    assert [u for u in asked if not u.startswith(live.url)] == []
    assert dialogs == []
    assert [e for e in errors if "404" not in e] == []
    page.context.close()


def test_a_screenshot_is_shown_and_its_answer_is_locked_down(browser: Browser, live: Live, state: Path) -> None:
    """The picture loads; opened by itself it is a download without a name of the mail's choosing."""
    page = open_page(browser, state)
    found = Claim.objects.get(sender="hoa@senhong.example", state=State.QUEUED)
    page.goto(f"{live.url}/claims/{found.reference}")
    picture = page.locator("img.shot")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 640)  # asks again until it is, which the policy lets it
    answer = page.request.get(live.url + str(picture.get_attribute("src")))
    assert answer.headers["content-disposition"] == 'attachment; filename="picture"'
    assert answer.headers["content-type"] == "image/png"
    page.context.close()


def test_on_a_phone_nothing_is_cut_off(browser: Browser, live: Live, state: Path) -> None:
    """360 pixels wide: no page scrolls sideways as a whole."""
    page = open_page(browser, state, viewport={"width": 360, "height": 740})
    wide = []
    for address in addresses(live):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(address)
    assert wide == []
    page.context.close()


def test_it_works_without_javascript(browser: Browser, live: Live, state: Path) -> None:
    """Filter, open, note: plain links and forms."""
    page = open_page(browser, state, java_script_enabled=False)
    page.goto(f"{live.url}/?account=LQ-1003")
    page.click("tbody a")
    page.locator("details", has_text="For the team").locator("summary").click()
    page.fill("form[action$='/note'] textarea", "seen without script")
    page.click("form[action$='/note'] button")
    assert "seen without script" in page.locator("#history + .scroll").inner_text()
    page.context.close()


def test_a_new_team_member_decides_five_different_claims_by_keyboard_alone(browser: Browser, live: Live) -> None:
    """From the login on no mouse: approve, approve a refusal, decide otherwise twice, hold; and the help with `?`."""
    page = browser.new_page()
    keys = page.keyboard
    enter(page, live, "decider-one")
    keys.press("?")
    assert page.locator("#keys").is_visible()
    keys.press("Escape")

    def open_claim(search: str) -> Claim:
        with page.expect_navigation(url=f"{live.url}/"):
            keys.press("g")
            keys.press("q")
        keys.press("/")
        keys.type(search)
        keys.press("Enter")
        page.wait_for_url("**search=**")
        keys.press("j")
        keys.press("Enter")
        page.wait_for_url("**/claims/**")
        return Claim.objects.get(pk=int(page.url.rpartition("-")[2]))

    def decided(claim: Claim) -> tuple[str, str]:
        page.wait_for_selector(".told")
        claim.refresh_from_db()
        return claim.state, claim.outcome

    claim = open_claim("team0@senhong.example")
    keys.press("a")
    keys.press("Enter")
    assert decided(claim) == ("resolved", "no_outage")

    claim = open_claim("someone@else.example")
    keys.press("a")
    keys.press("Enter")
    assert decided(claim) == ("resolved", "unverified")

    claim = open_claim("team1@senhong.example")
    keys.press("c")
    keys.type("late")
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "reason":
            break
    keys.type("it was in April, she says")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    assert decided(claim) == ("resolved", "late")

    claim = open_claim("cfo@grand.example")
    keys.press("c")
    keys.type("compensated")
    keys.press("Tab")
    keys.press("Control+A")
    keys.type("1500.00")
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "reason":
            break
    keys.type("agreed with the client")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    assert decided(claim) == ("resolved", "compensated")

    claim = Claim.objects.get(sender="bob@acme.example")
    page.goto(f"{live.url}/held")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url("**/claims/**")
    keys.press("h")
    keys.press("Enter")
    assert decided(claim)[0] == "queued"
    keys.press("h")
    keys.press("Enter")
    page.wait_for_selector(".state.held")
    assert decided(claim)[0] == "held"
    page.close()
