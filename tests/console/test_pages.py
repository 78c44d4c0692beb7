"""Every page and act, for every role: who may, what they show, how many queries they take."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from tests.console.conftest import PASSWORD, Console
from tests.life.world import write
from worker.claims.models import Claim, State
from worker.console.models import Audit
from worker.console.people import RIGHTS, ROLES
from worker.console.urls import urlpatterns
from worker.intake.models import StoredMail
from worker.outbox.models import Letter
from worker.records.models import Entry

OPEN = {"login", "logout", "second-factor"}
PATTERNS = [p for p in urlpatterns if p.name not in OPEN]
MOST_QUERIES = 15
LOG = "\n\n2026-07-20T05:00:10Z ERROR connection refused\n"


def address(pattern: URLPattern) -> str:
    """An address of a page that is there."""
    queued = Claim.objects.filter(state=State.QUEUED, sender="ann@acme.example").get()
    values = {
        "<str:reference>": queued.reference,
        "<str:kind>": "outages",
        "<str:key>": "OUT-1",
        "<int:place>": "0",
    }
    path = "/" + str(pattern.pattern)
    number = {
        "retry-mail": StoredMail.objects.filter(state="set_aside").get().pk,
        "mail": StoredMail.objects.filter(claim=None, state="settled").get().pk,
        "raw-mail": StoredMail.objects.filter(claim=None, state="settled").get().pk,
        "discard-mail": StoredMail.objects.filter(state="set_aside").get().pk,
        "settle-letter": Letter.objects.filter(state="undelivered").get().pk,
        "reverse": Entry.objects.order_by("pk")[0].pk,
    }.get(str(pattern.name), StoredMail.objects.filter(claim=queued).get().pk)
    for hole, value in (values | {"<int:number>": str(number)}).items():
        path = path.replace(hole, value)
    return path


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: str(p.name))
def test_each_role_may_do_what_its_rights_say_and_nothing_else(console: Console, pattern: URLPattern) -> None:
    """Nobody without a login and a second factor gets anywhere; a refused act changes nothing."""
    path, view = address(pattern), pattern.callback
    method = "post" if "POST" in view.methods and "GET" not in view.methods else "get"
    nobody = getattr(Client(HTTP_HOST="localhost"), method)(path)
    assert (nobody.status_code, nobody.headers["Location"].partition("?")[0]) == (302, "/login")
    unverified = getattr(console.as_("administrator", verified=False), method)(path)
    assert (unverified.status_code, unverified.headers["Location"]) == (302, "/second-factor")
    before = list(Claim.objects.values_list("pk", "version")), Entry.objects.count()
    for role, rights in ROLES.items():
        if view.right not in rights:
            assert getattr(console.as_(role), method)(path).status_code == 403, role
    assert (list(Claim.objects.values_list("pk", "version")), Entry.objects.count()) == before
    for role, rights in ROLES.items():
        if view.right in rights:
            status = getattr(console.as_(role), method)(path).status_code
            leads_back = method == "post" and pattern.name not in ("raw", "raw-mail")
            assert status == (404 if pattern.name == "picture" else 302 if leads_back else 200)


def test_every_page_has_a_right_and_every_right_is_somebodys() -> None:
    """No page is open by oversight."""
    assert {p.callback.right for p in PATTERNS} <= set(RIGHTS)
    assert set(RIGHTS) == {right for rights in ROLES.values() for right in rights}


@pytest.mark.parametrize("pattern", [p for p in PATTERNS if "GET" in p.callback.methods], ids=lambda p: str(p.name))
def test_no_page_takes_many_queries_or_one_for_each_row(console: Console, pattern: URLPattern) -> None:
    """At most fifteen, and as many with thirty claims more."""
    client, path = console.as_("administrator"), address(pattern)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as taken:
            client.get(path)
        counts.append(len([q for q in taken if "SAVEPOINT" not in q["sql"]]))
        for number in range(30):
            body = f"Down on 20 July 2026 05:00 to 06:00 UTC ({number}).{LOG}"
            console.world.arrive(write(body, sender="bob@acme.example"))
        console.world.run("poll")
    assert counts[1] <= max(counts[0], 3) + 1
    if max(counts) > 15:
        print("\n".join(q["sql"][:150] for q in taken if "SAVEPOINT" not in q["sql"]))
    assert max(counts) <= MOST_QUERIES, counts


def test_what_a_mail_holds_reaches_a_page_only_as_text(console: Console) -> None:
    """Script, style, form, template words: shown, not run; the secret is masked."""
    client = console.as_("reader")
    found = Claim.objects.filter(state=State.QUEUED, sender="ann@acme.example").get()
    page = client.get(f"/claims/{found.reference}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "evil.example" not in re.sub(r"&lt;form.*?&gt;", "", page)
    assert "{{ 7*7 }}" in page
    assert "sk_live_abcdefghijklmnop" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in client.get("/aside").content.decode()


def test_every_answer_carries_the_headers_that_protect_it(console: Console) -> None:
    """Nothing from elsewhere, no frames, no sniffing, cookies that scripts cannot read."""
    client = console.as_("reader")
    for path in ("/", "/claims/nowhere", "/login"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "'unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    entered = Client(HTTP_HOST="localhost")
    entered.post("/login", {"username": "the reader", "password": PASSWORD})
    assert entered.cookies["sessionid"]["httponly"]
    assert entered.cookies["sessionid"]["samesite"] == "Lax"


def test_the_figures_of_a_claim_stand_on_its_page(console: Console) -> None:
    """Verdict, findings with the clause's words, arithmetic, picture, letter, other claims, history."""
    client = console.as_("decider")
    found = Claim.objects.get(sender="cfo@grand.example")
    page = client.get(f"/claims/{found.reference}").content.decode()
    for words in (
        "Proposed: compensated, 9000.00 USD",
        "99.4623 %",
        "the monthly uptime",
        "← this cycle",
        "To the next row",
        '<svg class="timeline"',
        "SLA claim: our resolution",
        "10 July 2026 from 02:00 to 06:00 UTC</mark>",
        "Above the limit of one person",
    ):
        assert words in page, words


def test_filters_search_and_paging_narrow_the_list(console: Console) -> None:
    """By outcome, account, outage, deadline, reference, address and words; fifty a page by place, not by number."""
    for number in range(60):
        body = f"Down on 20 July 2026 05:00 to 06:00 UTC ({number}).{LOG}"
        console.world.arrive(write(body, sender="bob@acme.example", subject=f"SLA claim no {number}"))
    console.world.run("poll")
    client = console.as_("reader")

    def rows(path: str) -> list[str]:
        return re.findall(r'href="/claims/(SLA-[\d-]+)"', client.get(path).content.decode())

    first = rows("/")
    assert len(first) == 50
    after = re.search(r'rel="next" href="([^"]+)"', client.get("/").content.decode())
    assert after is not None
    second = rows("/" + after[1].replace("&amp;", "&"))
    assert set(first) & set(second) == set()
    assert len(second) == Claim.objects.filter(state=State.QUEUED).count() - 50
    big = Claim.objects.get(sender="cfo@grand.example").reference
    assert rows("/?account=LQ-1003") == rows("/?search=cfo@grand.example") == rows(f"/?search={big}") == [big]
    assert rows("/?search=no 17") != []
    assert rows("/?search=evil.example") == [Claim.objects.get(sender="ann@acme.example", state=State.QUEUED).reference]
    assert rows("/?outage=OUT-1") == [big]
    assert len(rows("/?outcome=no_outage&after=zzz")) == 50
    assert rows("/?due=overdue") == []
    console.world.now += timedelta(days=16)
    assert len(rows("/?due=overdue")) == 50
    assert rows("/held") == [Claim.objects.get(state=State.HELD).reference]
    exported = client.get("/?format=csv")
    assert b"".join(exported.streaming_content).count(b"\n") == Claim.objects.filter(state=State.QUEUED).count() + 1  # type: ignore[attr-defined]


def test_alike_and_certain_claims_are_approved_together_and_no_others(console: Console) -> None:
    """Thirty refusals in one act; a claim of another kind among them stops it."""
    for number in range(5):
        body = f"Down on 21 July 2026 05:00 to 06:00 UTC ({number}).{LOG.replace('20T', '21T')}"
        console.world.arrive(write(body, sender="bob@acme.example"))
    console.world.run("poll")
    client = console.as_("decider")
    alike = list(Claim.objects.filter(state=State.QUEUED, sender="bob@acme.example"))
    other = Claim.objects.get(sender="cfo@grand.example")
    numbers = [c.pk for c in alike]
    client.post("/approve-alike", {"alike": alike[0].alike, "claim": [*numbers, other.pk]})
    assert Claim.objects.filter(pk__in=numbers, state=State.RESOLVED).count() == 0
    client.post("/approve-alike", {"alike": alike[0].alike, "claim": numbers})
    assert Claim.objects.filter(pk__in=numbers, state=State.RESOLVED).count() == 5


def test_an_outage_is_recorded_from_a_claim_and_its_effect_seen_before_it_is_saved(console: Console) -> None:
    """The preview changes nothing; saving renews the proposal; wrong cells are told one by one."""
    client = console.as_("decider")
    found = Claim.objects.get(sender="ann@acme.example", state=State.QUEUED)
    row = {
        "outage": "OUT-77",
        "started_at": "2026-07-20T05:00:00Z",
        "ended_at": "2026-07-20T06:00:00",
        "state": "unavailable",
        "exclusion": "",
        "affects": "LQ-1001",
        "note": "",
        "back": f"/claims/{found.reference}",
    }
    assert "ended_at: " in client.post("/records/outages/new", row).content.decode()
    row["ended_at"] += "Z"
    preview = client.post("/records/outages/new", row | {"preview": "1"}).content.decode()
    assert f"{found.reference}</a> (queued): no_outage → <strong>" in preview
    found.refresh_from_db()
    assert found.outcome == "no_outage"
    saved = client.post("/records/outages/new", row | {"save": "1"})
    assert saved.headers["Location"] == f"/claims/{found.reference}"
    found.refresh_from_db()
    assert found.outcome == "already_compensated"
    assert Audit.objects.filter(what="outages corrected", by="the decider").exists()


def test_raw_bytes_are_seen_only_by_a_step_that_is_written_down(console: Console) -> None:
    """In the claim's history and among the acts; the answer can run nothing."""
    found = Claim.objects.get(sender="ann@acme.example", state=State.QUEUED)
    number = StoredMail.objects.get(claim=found).pk
    answer = console.as_("decider").post(f"/claims/{found.reference}/mails/{number}/raw")
    assert b"sk_live_abcdefghijkl" in answer.content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert found.events.filter(what="raw mail seen", by="the decider").exists()
    assert Audit.objects.filter(what="raw mail seen").exists()


def test_a_mail_that_was_no_claim_can_be_read_and_its_bytes_seen_by_a_written_step(console: Console) -> None:
    """From the list to the mail; a mail of a claim is read on the claim's page only."""
    found = StoredMail.objects.get(claim=None, state="settled")
    client = console.as_("decider")
    assert f'href="/mails/{found.pk}"' in client.get("/mails").content.decode()
    assert "Where is my invoice?" in client.get(f"/mails/{found.pk}").content.decode()
    answer = client.post(f"/mails/{found.pk}/raw")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Audit.objects.filter(what="raw mail seen", detail=f"mail {found.pk}").exists()
    of_claim = StoredMail.objects.exclude(claim=None)[0]
    assert client.get(f"/mails/{of_claim.pk}").status_code == 404


def test_words_of_ones_own_stand_in_the_letter_at_their_place(console: Console) -> None:
    """The place is shown where they will stand; the figures come from the decision alone."""
    client = console.as_("decider")
    found = Claim.objects.get(sender="ann@acme.example", state=State.QUEUED)
    page = client.get(f"/claims/{found.reference}").content.decode()
    letter = page[page.index('class="letter"') :]
    assert letter.index("What you claimed") > letter.index('form="approve" name="remark"')
    client.post(f"/claims/{found.reference}/approve", {"seen": found.version, "remark": "We looked at your log twice."})
    text = Letter.objects.get(claim=found, kind="resolution").text
    assert "We looked at your log twice." in text.partition("What you claimed")[0]


def test_guessing_passwords_locks_and_is_written_down(console: Console) -> None:
    """Five wrong ones; then the right one does not help either for a while."""
    console.as_("reader")
    client = Client(HTTP_HOST="localhost")
    for _ in range(5):
        client.post("/login", {"username": "the reader", "password": "wrong"})
    locked = client.post("/login", {"username": "the reader", "password": PASSWORD})
    assert locked.status_code == 429
    assert "Locked for a while" in locked.content.decode()
    assert Audit.objects.filter(what="login failed", by="the reader").count() >= 5


def test_two_people_on_one_claim_see_each_other_and_the_second_to_decide_is_told(console: Console) -> None:
    """The page says who else looks; an act on an old picture is refused with what happened."""
    found = Claim.objects.get(sender="ann@acme.example", state=State.QUEUED)
    path = f"/claims/{found.reference}"
    one, two = console.as_("decider"), console.as_("administrator")
    seen = str(found.version)
    one.get(f"{path}/watching?seen={seen}")
    assert two.get(f"{path}/watching?seen={seen}").content == b"the decider is looking at this claim too."
    one.post(f"{path}/assign", {"to": "the decider", "seen": seen})
    refused = two.post(f"{path}/approve", {"seen": seen, "back": path}, follow=True).content.decode()
    assert "has moved on since you looked at it: assigned by the decider" in refused
    assert "moved on since you opened it" in two.get(f"{path}/watching?seen={seen}").content.decode()


def test_the_overview_and_the_acts_tell_what_happened(console: Console) -> None:
    """Counts, shares, sums; as CSV too, without formulas."""
    client = console.as_("administrator")
    page = client.get("/overview").content.decode()
    assert "Answered within 15 days" in page
    assert "already compensated" in page or "compensated" in page
    assert b"credited,2026-08 USD,10" in b"".join(client.get("/overview?format=csv").streaming_content)  # type: ignore[attr-defined]
    Audit.objects.create(at=console.world.now, by="=cmd()", what="x")
    assert b"'=cmd()" in b"".join(client.get("/acts?format=csv").streaming_content)  # type: ignore[attr-defined]


def test_the_pages_are_found_where_the_templates_were_installed(tmp_path: Path) -> None:
    """The templates' folder is part of the installation."""
    from worker.django_settings import console_templates

    assert (console_templates() / "queue.html").is_file()
