"""The post against a real SMTP server, with pipelining and without: what it takes, puts off, refuses, leaves open."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from tests.servers import SmtpPeer
from tests.servers.post import DROP
from worker.adapters.smtp import SmtpPost
from worker.outbox.post import InDoubt, Refused, TryLater
from worker.settings import Server

LETTER = b"Subject: one\r\n\r\n.a line that starts with a dot\r\n"
VIETNAMESE = "Subject: one\r\n\r\nKính gửi\r\n".encode()


@pytest.fixture(params=["pipelining", "one by one"])
def peer(request: pytest.FixtureRequest) -> Iterator[SmtpPeer]:
    made = SmtpPeer()
    made.extensions = ["250-PIPELINING"] if request.param == "pipelining" else []
    made.start()
    yield made
    made.stop()


@pytest.fixture
def post(peer: SmtpPeer) -> Iterator[SmtpPost]:
    server = Server("localhost", peer.port, "tls", "claims", "secret")
    context = ssl.create_default_context(cafile=str(peer.ca_file))
    with SmtpPost(server, context, sender="us@lookuq.example", token=None) as made:
        yield made


def test_letters_go_out_on_one_connection(peer: SmtpPeer, post: SmtpPost) -> None:
    """Each to its addressee, byte for byte."""
    post.send(LETTER, to="ann@acme.example")
    post.send(LETTER, to="bob@acme.example")
    told = [(r.sender, r.recipient, r.content) for r in peer.received]
    assert told == [("us@lookuq.example", f"{name}@acme.example", LETTER) for name in ("ann", "bob")]


def test_a_refused_addressee_does_not_spoil_the_next_letter(peer: SmtpPeer, post: SmtpPost) -> None:
    """Nothing goes to the refused one, not even an empty letter."""
    peer.refused.add("nobody@acme.example")
    with pytest.raises(Refused, match="550 no such mailbox"):
        post.send(LETTER, to="nobody@acme.example")
    post.send(LETTER, to="ann@acme.example")
    assert [r.recipient for r in peer.received] == ["ann@acme.example"]


def test_a_letter_put_off_is_to_be_tried_later(peer: SmtpPeer, post: SmtpPost) -> None:
    """451 is no refusal; the same connection goes on."""
    peer.answers["ann@acme.example"] = ["451 later, please"]
    with pytest.raises(TryLater, match="451 later"):
        post.send(LETTER, to="ann@acme.example")
    post.send(LETTER, to="ann@acme.example")
    assert len(peer.received) == 1


def test_a_connection_that_breaks_before_the_answer_leaves_the_letter_in_doubt(peer: SmtpPeer, post: SmtpPost) -> None:
    """Nobody knows whether the server took it; the next letter opens another connection."""
    peer.answers["ann@acme.example"] = [DROP]
    with pytest.raises(InDoubt):
        post.send(LETTER, to="ann@acme.example")
    post.send(LETTER, to="bob@acme.example")
    assert [r.recipient for r in peer.received] == ["bob@acme.example"]


def test_text_goes_as_it_stands_and_is_announced(peer: SmtpPeer, post: SmtpPost) -> None:
    """BODY=8BITMIME (RFC 6152) where a letter is not ASCII, and only there."""
    assert post.eight_bit
    post.send(VIETNAMESE, to="hoa@senhong.example")
    post.send(LETTER, to="ann@acme.example")
    assert [(r.content, r.options) for r in peer.received] == [(VIETNAMESE, ("BODY=8BITMIME",)), (LETTER, ())]


def test_a_server_of_seven_bits_gets_nothing_else(peer: SmtpPeer, post: SmtpPost) -> None:
    """It may answer in another's place, after the letter was written: then it is written anew at the next try."""
    peer.seven_bit = True
    peer.answers["ann@acme.example"] = [DROP]
    with pytest.raises(InDoubt):
        post.send(LETTER, to="ann@acme.example")
    with pytest.raises(TryLater, match="ASCII only"):
        post.send(VIETNAMESE, to="hoa@senhong.example")
    assert not post.eight_bit
    post.send(LETTER, to="hoa@senhong.example")
    assert [r.content for r in peer.received] == [LETTER]
