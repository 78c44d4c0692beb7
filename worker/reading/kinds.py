"""What a mail is: claim, feedback, follow-up, automatic or other (rules.md §1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from worker.reading.mail import Answered, Bounce, Kind, Ours
from worker.reading.parts import Parts

_CLAIM_WORDS = re.compile(r"(?<![^\W_])sla[\s_\-\u00ad\u2010-\u2015\u2212]+claims?(?![^\W_])", re.IGNORECASE)
_AUTO_SUBJECT = re.compile(
    r"^\W{0,3}(?:re:\s*)?(?:automatic reply|auto(?:mated|matic)?[- ]?(?:reply|response)|out of (?:the )?office|autoreply|"
    r"i am out of (?:the )?office|on (?:annual |sick )?leave|vacation (?:reply|notice|message)|away from (?:my )?(?:desk|office)|"
    r"trả lời tự động|thư trả lời tự động|tự động trả lời|phản hồi tự động|tra loi tu dong|tu dong tra loi|"
    r"vắng mặt|vang mat|nghỉ phép|nghi phep|abwesenheit|automatische antwort|réponse automatique|respuesta automática)",
    re.IGNORECASE,
)
_AUTO_TEXT = re.compile(
    r"^.{0,80}(?:this is an auto(?:matic|mated) (?:reply|response|message)|(?:i am|i'm) (?:currently )?out of (?:the )?office|"
    r"đây là (?:thư|email|tin nhắn) (?:trả lời )?tự động|hiện (?:tôi|em|mình) đang (?:vắng mặt|nghỉ phép))",
    re.IGNORECASE | re.DOTALL,
)
_BOUNCE_SENDER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)(?:\+[^@]*)?@", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|returned mail|mail delivery|failure notice|"
    r"không (?:gửi|chuyển) được|could not be delivered",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\b(?:outage|down ?time|unavailable|unreachable|not (?:available|reachable|working)|is down|was down|"
    r"sla|credit|compensat\w+|refund|bồi thường|boi thuong|bồi hoàn|mất kết nối|mat ket noi|sự cố|su co|"
    r"gián đoạn|gian doan|khiếu nại|khieu nai|ngừng hoạt động|đứng)\b",
    re.IGNORECASE,
)
_OBJECTION = re.compile(
    r"\?|\bnot\b|n't\b|\bno\b|\bbut\b|\bhowever\b|disagree|dispute|wrong|unhappy|object|appeal|reconsider|again|still|\d|"
    r"\bkhông\b|\bkhong\b|\bchưa\b|\bchua\b|\bnhưng\b|\bnhung\b|\bsai\b|xem lại|xem xét|khiếu nại|\btuy\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thx|cheers|great|received|perfect|appreciate\w*|cảm ơn|cám ơn|cam on|đã nhận)\b", re.I
)


def holds_claim_words(subject: str) -> bool:
    """Whether a decoded subject holds the words "SLA claim", in any writing rules.md §1 allows."""
    plain = unicodedata.normalize("NFKC", subject)
    return bool(_CLAIM_WORDS.search("".join(c for c in plain if unicodedata.category(c) != "Cf")))


def automatic_because(parts: Parts, *, sender: str | None, subject: str, text: str, ours: Ours) -> str:
    """Why a mail was written by no person; empty where a person wrote it."""
    if sender == ours.address:
        return "It was sent by our own address."
    if is_bounce(parts, sender, subject):
        return "It is a delivery report."
    auto = parts.first("auto-submitted").partition(";")[0].strip().lower()
    if auto and auto != "no":
        return f"Its header says Auto-Submitted: {auto}."
    if parts.first("return-path") == "<>":
        return "Its return path is null."
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from"):
        if parts.first(name).lower() not in ("", "no"):
            return f"Its header holds {name}."
    if _AUTO_SUBJECT.search(subject) or _AUTO_TEXT.search(text[:400]):
        return "It reads like a vacation notice."
    return bulk_because(parts)


def bulk_because(parts: Parts) -> str:
    """Why a mail is list or bulk mail; empty where it is not. A group address adds such headers to real claims too."""
    if (precedence := parts.first("precedence").lower()) in ("bulk", "list", "junk", "auto_reply"):
        return f"Its header says Precedence: {precedence}."
    for name in ("list-id", "list-post", "list-unsubscribe", "mailing-list"):
        if parts.first(name):
            return f"It is list mail: its header holds {name.title()}."
    return ""


def is_bounce(parts: Parts, sender: str | None, subject: str) -> bool:
    """Whether a mail reports that a letter did not arrive."""
    report = parts.content_type == "multipart/report" and "final-recipient" in parts.report.lower()
    daemon = bool(sender and _BOUNCE_SENDER.match(sender))
    return report or daemon or (parts.first("return-path") == "<>" and bool(_BOUNCE_SUBJECT.search(subject)))


def bounce_of(parts: Parts, text: str) -> Bounce:
    """Which of our letters a delivery report is about, by their Message-IDs anywhere in it."""
    everything = "\n".join((parts.report, text, *parts.enclosed, *(f.content.decode("latin-1") for f in parts.files)))
    letters = re.findall(r"<sla-\d{4}-\d{6,12}\.[a-z0-9-]{2,30}@[a-z0-9.-]{3,200}>", everything, re.IGNORECASE)
    recipients = re.findall(r"(?im)^final-recipient:\s*rfc822;\s*<?([^\s<>]{3,300})", everything)
    said = {name: re.search(rf"(?im)^{name}:\s*(.{{1,300}})$", everything) for name in ("diagnostic-code", "status")}
    status = said["diagnostic-code"] or said["status"]
    why = status[1].strip() if status else next((x.strip() for x in text.split("\n") if re.search(r"\b5\d\d\b", x)), "")
    return Bounce(tuple(dict.fromkeys(x.lower() for x in letters)), tuple(dict.fromkeys(recipients)), why)


def letters_answered(subject: str, ids: Iterable[str], ours: Ours) -> tuple[Answered, ...]:
    """Our letters that a mail answers: Message-IDs of ours in its thread, and references in its subject."""
    prefix = re.escape(ours.reference_prefix)
    domain = re.escape(ours.address.rpartition("@")[2])
    found: dict[str, str | None] = {}
    for i in ids:
        if match := re.fullmatch(
            rf"<?({prefix}-\d{{4}}-\d{{6,12}})\.([a-z0-9-]+)@{domain}>?", i.strip(), re.IGNORECASE
        ):
            found[match[1].upper()] = match[2].partition("-")[0].lower()
    for match in re.finditer(rf"\[\s?({prefix}-\d{{4}}-\d{{6,12}})\s?\]", subject, re.IGNORECASE):
        found.setdefault(match[1].upper(), None)
    return tuple(Answered(reference, letter) for reference, letter in found.items())


def kind_of(answers: tuple[Answered, ...], *, automatic: str, calendar: bool, words: bool) -> tuple[Kind, Kind, str]:
    """The kind, the kind if the thread does not count, and why."""
    if automatic:
        return Kind.AUTOMATIC, Kind.AUTOMATIC, automatic
    alone = Kind.CLAIM if words and not calendar else Kind.OTHER
    if calendar:
        return Kind.OTHER, Kind.OTHER, "It is a calendar invitation."
    if answers:
        follows = all(a.letter == "acknowledgement" for a in answers)
        because = f"It answers our letter of {answers[0].reference}."
        return (Kind.FOLLOW_UP if follows else Kind.FEEDBACK), alone, because
    because = "Its subject holds the claim words." if words else "Its subject does not hold the claim words."
    return alone, alone, because


def reads_like_claim(subject: str, text: str) -> bool:
    """Whether a mail that is no claim by its subject reads like one, so that the team sees it."""
    return len({m.lower() for m in _COMPLAINT.findall(f"{subject}\n{text[:5000]}")}) >= 2


def only_thanks(text: str) -> bool:
    """Whether an answer holds neither objection nor new facts: short, thankful, and nothing else."""
    return len(text) < 400 and bool(_THANKS.search(text)) and not _OBJECTION.search(text)
