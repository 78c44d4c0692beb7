"""Authentication-Results (RFC 8601), read strictly: only our own server's, only the topmost run of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailparser.utils import get_addresses

from worker.sla.facts import Authenticity

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~@/:-]+", re.ASCII)
_RESULT = re.compile(
    r"(?P<method>[a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*(?P<result>[a-z]+)(?P<rest>.*)", re.ASCII | re.DOTALL
)
_PROPERTY = re.compile(r"\s+(?P<name>[a-z]+(?:\.[A-Za-z0-9_-]+)?)\s*=\s*(?P<value>\"[^\"]*\"|[^\s\"]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Method:
    """One result: `dkim=pass header.d=example.org`."""

    method: str
    result: str
    properties: dict[str, str]


def only_sender(values: Sequence[str]) -> str | None:
    """The one address of the one From header in lower case; None where there is not exactly one, in plain ASCII."""
    if len(values) != 1:
        return None
    value = values[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    defects: list[object] = []
    found = get_addresses(value, defects=defects)
    if len(found) != 1 or (defects and value.count("@") > 1):
        return None  # a name that is written wrongly is no matter while nothing in it looks like an address
    address = found[0][1]
    return address.lower() if _ADDRESS.fullmatch(address) else None


def authenticity(
    headers: Sequence[tuple[str, str]], sender: str | None, authserv_id: str | None
) -> tuple[Authenticity, str]:
    """Whether our server vouches for the sender, and one sentence why (rules.md §3).

    `headers` are all headers of the mail from the top, names in any case.
    """
    if authserv_id is None:
        return Authenticity.NOT_CHECKED, "The mail server adds no Authentication-Results, by our settings."
    if sender is None:
        return Authenticity.FAIL, "The mail has not exactly one From address."
    results = _ours(headers, authserv_id)
    if results is None:
        return Authenticity.FAIL, f"{authserv_id} says nothing that can be believed about the sender."
    return _judge(results, sender.rpartition("@")[2])


def _judge(results: list[_Method], domain: str) -> tuple[Authenticity, str]:
    dmarc = [r for r in results if r.method == "dmarc"]
    if any(r.result not in ("pass", "none") for r in dmarc):
        worst = next(r.result for r in dmarc if r.result not in ("pass", "none"))
        return Authenticity.FAIL, f"Our server found dmarc={worst} for the sender."
    passed = [r for r in dmarc if r.result == "pass"]
    if passed:
        if all(r.properties.get("header.from", "").lower() == domain for r in passed):
            return Authenticity.PASS, f"Our server found dmarc=pass for {domain}."
        return Authenticity.FAIL, f"Our server's dmarc=pass is for another domain than {domain}."
    for method, properties in (("dkim", ("header.d", "header.i")), ("spf", ("smtp.mailfrom", "smtp.from"))):
        for r in results:
            if r.method == method and r.result == "pass" and _aligned(r, properties, domain):
                return (
                    Authenticity.PASS,
                    f"{domain} has no DMARC policy, and our server found an aligned {method}=pass.",
                )
    return Authenticity.FAIL, f"Our server found nothing that vouches for {domain}."


def _aligned(result: _Method, properties: Sequence[str], domain: str) -> bool:
    for name in properties:
        other = result.properties.get(name, "").lower().rpartition("@")[2].rstrip(".")
        if other and (other == domain or _parent(other, domain) or _parent(domain, other)):
            return True
    return False


def _parent(parent: str, child: str) -> bool:
    # A first label of three letters or fewer is most often a public suffix such as com.vn, which vouches for nobody.
    return parent.count(".") >= 1 and len(parent.partition(".")[0]) > 3 and child.endswith("." + parent)


def _ours(headers: Sequence[tuple[str, str]], authserv_id: str) -> list[_Method] | None:
    names = [name.lower() == "authentication-results" for name, _ in headers]
    if True not in names:
        return None
    first = names.index(True)
    after = next((i for i in range(first, len(names)) if not names[i]), len(names))
    found: list[_Method] | None = None
    for _, value in headers[first:after]:
        parsed = _parse(value, authserv_id)
        if parsed is not None:
            found = (found or []) + parsed
    return found


def _parse(value: str, authserv_id: str) -> list[_Method] | None:
    """The results of one header, or None where it is not ours or breaks the grammar."""
    bare = _without_comments(re.sub(r"\s+", " ", value[:8192]))
    if bare is None:
        return None
    head, *rest = _split(bare)
    words = head.split()
    if not words or len(words) > 2 or not _TOKEN.fullmatch(words[0].strip('"')):
        return None
    if words[0].strip('"').lower() != authserv_id or (len(words) == 2 and not words[1].isdigit()):
        return None
    stated = [r.strip() for r in rest if r.strip()]
    if stated == ["none"]:
        return []
    results = [_method(r) for r in stated]
    return None if None in results else [r for r in results if r is not None]


def _method(text: str) -> _Method | None:
    match = _RESULT.fullmatch(text)
    if match is None:
        return None
    properties: dict[str, str] = {}
    at, rest = 0, match["rest"]
    while found := _PROPERTY.match(rest, at):
        properties.setdefault(found["name"].lower(), found["value"].strip('"'))
        at = found.end()
    if rest[at:].strip():
        return None
    return _Method(match["method"], match["result"], properties)


def _split(text: str) -> list[str]:
    return [part.replace("\0", ";") for part in re.sub(r'"[^"]*"', _hidden, text).split(";")]


def _hidden(match: re.Match[str]) -> str:
    return match[0].replace(";", "\0")


def _without_comments(text: str) -> str | None:
    """The text without its (nested, (comments)); None where parentheses do not close."""
    if not re.search(r'[()"]', text):
        return text
    kept, depth, quoted, i = [], 0, False, 0
    while i < len(text):
        c = text[i]
        if c == "\\" and (quoted or depth):
            i += 2
            continue
        if c == '"' and not depth:
            quoted = not quoted
        if not quoted and c in "()":
            depth += 1 if c == "(" else -1
            if depth < 0:
                return None
            kept.append(" ")
        elif not depth:
            kept.append(c)
        i += 1
    return None if depth or quoted else "".join(kept)
