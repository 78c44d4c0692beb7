"""Which account a mail is about, and whether its sender may claim for it (§1.3, rules.md §2 and §3)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from worker.sla.facts import Facts
from worker.sla.records import Account

_WORD = re.compile(r"[a-z0-9]+")
_TYPOS_FROM_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Identified:
    """The account a mail is about.

    `named` is what the mail names when it names something, also an account that does not exist; `how` is `id`,
    `address`, `name`, `sender` or empty; `doubts` are sentences that send the claim to review.
    """

    account: Account | None
    named: str | None
    how: str
    because: str
    doubts: tuple[str, ...] = ()


def folded(text: str) -> list[str]:
    """The words of a text in lower case, without diacritics or punctuation: "Đà Nẵng" gives da, nang."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D").replace("&", " and "))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _WORD.findall(plain.lower())


class AccountBook:
    """All accounts, indexed by id, by contact and by name."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.by_id: dict[str, Account] = {}
        self._by_contact: dict[str, list[Account]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], list[Account]] = defaultdict(list)
        self._lengths: dict[str, list[int]] = defaultdict(list)
        """By the first word of names: how many words names have that begin with it, the most first."""
        self._by_compact: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self._add(account)

    def _add(self, account: Account) -> None:
        self.by_id[account.account] = account
        for contact in account.contacts:
            self._by_contact[contact.lower()].append(account)
        words = folded(account.name)
        if words:
            self._by_words[tuple(words)].append(account)
            self._lengths[words[0]] = sorted({len(words), *self._lengths[words[0]]}, reverse=True)
            self._by_compact["".join(words)].append(account)

    def of_contact(self, address: str) -> list[Account]:
        """The accounts of which an address is a contact."""
        local, at, domain = address.lower().rpartition("@")
        found = (
            self._by_contact.get(address.lower(), []) + self._by_contact.get(f"@{domain}", []) if at and local else []
        )
        return list({a.account: a for a in found}.values())

    def named_in(self, text: str) -> list[Account]:
        """The accounts whose registered names stand in a text as whole words, the longest name at each place."""
        words = tuple(folded(text))
        found: dict[str, Account] = {}
        read_to = 0
        for at, word in enumerate(words):
            if at < read_to or word not in self._lengths:
                continue
            longest = next((n for n in self._lengths[word] if words[at : at + n] in self._by_words), 0)
            found |= {a.account: a for a in self._by_words.get(words[at : at + longest], ())}
            read_to = at + longest
        return list(found.values())

    def nearly_named(self, name: str) -> list[Account]:
        """The accounts whose names differ from a name by one typing error (two in long names)."""
        compact = "".join(folded(name))
        if len(compact) < _TYPOS_FROM_LENGTH:
            return list(self._by_compact.get(compact, []))
        most = 1 if len(compact) < 14 else 2
        near = (
            accounts
            for known, accounts in self._by_compact.items()
            if abs(len(known) - len(compact)) <= most and OSA.distance(known, compact, score_cutoff=most) <= most
        )
        return [account for accounts in near for account in accounts]


def entitled(sender: str | None, account: Account) -> bool:
    """Whether a sender is a contact of the account: a listed address, or an address at exactly a listed domain."""
    if sender is None or sender.count("@") != 1 or not sender.isascii():
        return False
    domain = sender[sender.index("@") :]
    return sender.lower() in account.contacts or domain.lower() in account.contacts


def identify(facts: Facts, book: AccountBook) -> Identified:
    """The one account that the mail names by id, contact address or registered name; else its sender's.

    Ids that disagree with names, and several accounts, are doubts. An id that no account has is named all the same.
    """
    ids = list(dict.fromkeys(m.text for m in facts.mentions if m.kind == "id"))
    by_name = _by_name(facts, book)
    if ids:
        return _by_id(ids, by_name, book)
    by_address = _by_address(facts, book)
    found = {a.account: a for a in [*by_name, *by_address]}
    of_sender = book.of_contact(facts.sender) if facts.sender else []
    if not found:
        return _by_sender(facts.sender, of_sender)
    if len(found) > 1:
        return _of_several(found, of_sender)
    account = next(iter(found.values()))
    how = "name" if by_name else "address"
    return Identified(account, account.account, how, f"The mail gives the registered {how} of {account.account}.")


def _by_id(ids: list[str], by_name: list[Account], book: AccountBook) -> Identified:
    account = book.by_id.get(ids[0])
    doubts = []
    if len(ids) > 1:
        known = [i for i in ids if i in book.by_id]
        account = book.by_id[known[0]] if known else None
        doubts.append(f"The mail names several accounts: {', '.join(ids)}.")
    named = account.account if account else ids[0]
    others = [a.account for a in by_name if account is not None and a.name != account.name]
    if others:
        doubts.append(f"The mail gives the id {named} and the name of {', '.join(others)}.")
    because = f"The mail names {named}." if account else f"The mail names {named}, which is no account."
    return Identified(account, named, "id", because, tuple(doubts))


def _by_name(facts: Facts, book: AccountBook) -> list[Account]:
    exact = book.named_in(facts.text)
    if exact:
        return exact
    for mention in facts.mentions:
        if mention.kind == "name" and len(near := book.nearly_named(mention.text)) == 1:
            return near
    return []


def _by_address(facts: Facts, book: AccountBook) -> list[Account]:
    addresses = [m.text for m in facts.mentions if m.kind == "address" and m.text != facts.sender]
    return [only[0] for address in addresses if len(only := book.of_contact(address)) == 1]


def _by_sender(sender: str | None, accounts: list[Account]) -> Identified:
    if len(accounts) == 1:
        because = f"The mail names no account; its sender is a contact of {accounts[0].account} alone."
        return Identified(accounts[0], None, "sender", because)
    if accounts:
        names = ", ".join(a.account for a in accounts)
        return Identified(None, None, "", f"The mail names no account; its sender is a contact of {names}.")
    return Identified(None, None, "", f"The mail names no account, and {sender or 'its sender'} is a contact of none.")


def _of_several(found: dict[str, Account], of_sender: list[Account]) -> Identified:
    names = ", ".join(sorted(found))
    own = [a for a in of_sender if a.account in found]
    account = own[0] if len(own) == 1 else next(iter(found.values()))
    doubt = f"The mail names several accounts: {names}."
    return Identified(account, account.account, "name", doubt, (doubt,))
