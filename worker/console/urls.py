"""Where the console's pages are."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from worker.console import claim_page, overview_page, queue_page, records_page
from worker.console.login_page import Login, second_factor

urlpatterns = [
    path("", queue_page.claims, {"tab": "queue"}, name="queue"),
    path("held", queue_page.claims, {"tab": "held"}, name="held"),
    path("resolved", queue_page.claims, {"tab": "resolved"}, name="resolved"),
    path("mails", queue_page.no_claims, name="mails"),
    path("mails/<int:number>", queue_page.one_mail, name="mail"),
    path("mails/<int:number>/raw", queue_page.raw_mail, name="raw-mail"),
    path("aside", queue_page.aside, name="aside"),
    path("approve-alike", queue_page.approve_alike, name="approve-alike"),
    path("aside/mails/<int:number>/retry", queue_page.retry_mail, name="retry-mail"),
    path("aside/mails/<int:number>/discard", queue_page.discard_mail, name="discard-mail"),
    path("aside/letters/<int:number>", queue_page.settle_letter, name="settle-letter"),
    path("claims/<str:reference>", claim_page.claim, name="claim"),
    path("claims/<str:reference>/watching", claim_page.watching, name="watching"),
    path("claims/<str:reference>/approve", claim_page.approve, name="approve"),
    path("claims/<str:reference>/change", claim_page.change, name="change"),
    path("claims/<str:reference>/ask", claim_page.ask, name="ask"),
    path("claims/<str:reference>/hold", claim_page.hold, name="hold"),
    path("claims/<str:reference>/take-out", claim_page.take_out, name="take-out"),
    path("claims/<str:reference>/assign", claim_page.assign, name="assign"),
    path("claims/<str:reference>/note", claim_page.add_note, name="note"),
    path("claims/<str:reference>/take-back", claim_page.take_back, name="take-back"),
    path("claims/<str:reference>/repair", claim_page.repair, name="repair"),
    path("claims/<str:reference>/dismiss", claim_page.dismiss, name="dismiss"),
    path("claims/<str:reference>/mails/<int:number>/raw", claim_page.raw, name="raw"),
    path("claims/<str:reference>/mails/<int:number>/pictures/<int:place>", claim_page.picture, name="picture"),
    path("records/corrections", records_page.changed_answers, name="corrections"),
    path("records/ledger", records_page.credits, name="ledger"),
    path("records/ledger/<int:number>/reverse", records_page.reverse, name="reverse"),
    path("records/<str:kind>", records_page.records, name="records"),
    path("records/<str:kind>/new", records_page.edit, name="new-record"),
    path("records/<str:kind>/<str:key>", records_page.edit, name="record"),
    path("overview", overview_page.overview, name="overview"),
    path("acts", overview_page.acts_written, name="acts"),
    path("login", Login.as_view(), name="login"),
    path("second-factor", second_factor, name="second-factor"),
    path("logout", LogoutView.as_view(), name="logout"),
]
