"""The telling words around a time, by what they say of it: an outage's start or end, another outage, another matter.

Phrases are without accents and parted by two blanks or a new line; `*` stands for any ending, `(a|b)` for a choice,
`(a )?` for what may be missing. Which of several phrases counts is told in `cues` and `roles`.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import accumulate


class Sense(Enum):
    """What a phrase says of a time near it."""

    START = auto()
    """It began to fail."""
    END = auto()
    """It worked again."""
    SINCE = auto()
    """ "From", "since": a start, unless a telling phrase stands before it."""
    UNTIL = auto()
    """ "Until": an end, unless a telling phrase stands before it."""
    FINE = auto()
    """All was well: an end where a start stands before it, else no incident at all."""
    AGAIN = auto()
    """Another incident."""
    SEEN = auto()
    """Somebody noticed, tried or mended: a start only where no other is named."""
    ACT = auto()
    """Something somebody did or will do: a call, a meeting, opening hours, a deadline."""
    PAPER = auto()
    """The date of a document: invoice, contract, ticket."""


_PHRASES = {
    Sense.START: r"""
        (not|didn'?t|doesn'?t|wasn'?t|weren'?t|isn'?t|aren'?t|don'?t|wouldn'?t|couldn'?t|could not|can'?t|won'?t|stopped|ceased|no longer|never|nothing|quit|nobody|none|cannot|unable to|failed to) (\w+ ){0,2}?(work*|respond*|answer*|reach*|connect*|running|run|function*|load*|serv*|available|operational|up|ok|healthy|respons*|get through)
        (khong the|khong con|khong|chua) (\w+ ){0,2}?(hoat dong|ket noi|goi|vao|truy cap|phan hoi|chay|dung duoc|tra ve|dang nhap)
        (khong|chua|chang|ko|khong the|k) (\w+ ){1,2}?(duoc|dc|dk)(?! gi)  (het|xong|co lai|len lai) (luc nao|khi nao|bao gio|hoi nao)  (no idea|don'?t know|not sure|do not know|unsure|unclear|nobody knows|cannot say|can'?t say) (\w+ ){0,2}?when( \w+){1,4}? (back|ended|again|up|stopped|recovered|over)
        open(ed|ing)?(?=\s?[:(]|\s{2,6}\S)  (got |get |been )?stuck  stop(?=\s?:?\s\d)  (turned|went|got|gone) red  last (good|successful|ok|working|known good)  (nothing|nobody|no one|none) (\w+ ){0,2}?(came|got|went|moved|happened)
        no (\w+ )?(reply|answer|response|connection|access|data|results?|service|traffic)
        (fine|okay|ok|normal|normally|well|good|smoothly|worked|working|binh thuong|tot) (\w+ )?(until|till|up to|cho den|den)
        outage (from|since|start)  link lost  (start|beginning|onset) of (the |this |our )?(outage|incident|downtime|interruption|disruption|failure|problem)  off (at|from|since|again)  (gave|gives|give) up  (was|were|went|is|are|been) off  ran into
        commenc*  start*  began  begin*  onset  first (\w+ )?(fail*|error|time-?out|lost|occurrence|refus*|reset)  first (bad|missed|dead|broken)
        down  died  dead  dropp*  drops  drop  fail(ed|s|ing|ure|ures)?  lost  losing  loss  unreachable  unavailable  inaccessible  unusable  outages?  out  gone
        went (dark|silent|away|off|out|offline|blank|quiet|dead|missing)  hung  hangs  hanging  crash*  broke  broken  cut( off)?  offline  interrupt*  disrupt*  unavailability  downtime
        incidents?  error(s|ed|ing)?  timed? ?-?out*  timeouts?  refus*  reset  happen*  occur*  knocked  kicked  stopp?ed  stops  blackout  stalled  froze  collapsed
        without (any )?success  hit us  couldn'?t  could not  can'?t  vanish*  disappear*  affected  problems?  trouble  no route  fell over  fall over  took place
        bat dau  mat ket noi  mat  chet  sap  rot  dut  loi  gian doan  ngung  ngat  treo  nghen  te liet  su co  bi  xay ra  dung hoat dong  phat sinh  chap chon""",
    Sense.SINCE: "from  between  since  tu  ke tu  giua  tinh tu",
    Sense.UNTIL: "(not|nothing|nobody|none|never|no|didn'?t|couldn'?t)( \\w+){1,6}? (before|until|till)  until  untill  till  til  up to  den  cho den  mai den  toi luc  mai",
    Sense.END: r"""
        (outage|downtime|incident|down) (to|till|until|thru|through)(?=\s?:)  regained  before (\w+ ){1,4}(again|back)  (find|found|got|saw|reached|had) (it|you|them|the \w+|service|api) (again|back)  has come again  came again
        end of (the |this |our )?(outage|incident|downtime|interruption|disruption|failure|problem)  (outage|incident|downtime|interruption|disruption) (end|ends|ended|over|finish*)  unstuck  last one  (was|were) (itself|themselves|ourselves) again  solved  sorted( out)?  rectified  cham dut  het han che  alive  cleared  clos(ed|ing)(?=\s?[:(]|\s{2,6}\S)  in again  back in  ok(?=\s?[,;.\n])  worked( again)?( at| from)?(?=\s\d)  (ok|ngon|on) lai  len(?=\s{1,4}\d)  all-clear( was)?( given| sounded)?  up(?=\s(at\s)?\d{1,2}([:.h]\d\d|\s?[ap]m))  up(?=\s{1,20}[|=])  up(?=\s(by|from|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\s))  up(?=\s(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s\d)  lai (dc|dk)  moi (\w+ ){1,3}?(lai|dc|dk)  (turned|went|got|gone) green  declared (\w+ ){0,3}?(closed|over|resolved)  stopped being  (duoc|dc) (tro )?lai  (request|cuoc goi|lenh|goi) dau tien (ok|thanh cong|qua|duoc)  before (\w+ ){1,6}?(came through|got through|went through|returned|responded|worked)
        up time  restoration  restore time  ends_?at  ended_at  end_at  end_?time  resolved_?at  conclud*  (continuing|continued|lasting|lasted|running) (to|until|till)  ended  ending  ends?  over (at|by|around)  was over  (is|are|was|were|came|come|got|get|went|be|not|not \w+) back  back (at|up|on|online|again|to|by|around|in|only)  back
        (work*|up|ok|okay|fine|reachable|available|online|runn*|respond*|answer*|alive|connect*|through|normal*|healthy|reach you|reach it|operational|accessible|open*|load*|usable) again
        went through  go through  getting through  got through  came (good|alive|up|around|online)  restor*  recover*  resum*  resolved  resolution  fixed  return*  cleared( up)?  finish*
        ceased (at|on|around|by)  last (bad|missed|failing|dead|broken)  (stopped|stop) (\w+ )?(failing|erroring|the errors|timing)  (the )?last (\w+ )?(fail*|error|seen|time-?out|occurrence|connection|request|call|attempt)  the last  was up  up (at|since|by|lai|on)  up:  reachable  accessible  re-?established  normali[sz]ed  reappeared  stabili[sz]ed  regained  (is|was|came|went) online  (errors|problem|outage|issue|failures|timeouts|trouble|this|that) (all |then )?(stopped|ceased)  all clear  subsided  reconnect*
        (first|next) (success|successful|good|ok|200|working|normal)  succeed*
        lai duoc  nhan (duoc )?lai  (dong bo|sync|gui|lay) lai  gio thong  thong luc  len lai  tu len  vao lai  giai quyet  co (ket noi|mang|song|tin hieu|dich vu|he thong) (tro )?lai  ket thuc  het  co lai  tro lai  khoi phuc  phuc hoi  het (loi|su co|gian doan|bi)  thong (tro )?lai  (chay|vao|hoat dong|ket noi|len|dung|truy cap|song|noi|su dung) (duoc )?(tro )?lai( duoc)?  goi (duoc )?lai duoc  goi duoc (tro )?lai  (vao|goi|chay|dung|ket noi) duoc
        moi (\w+ ){1,3}?(lai )?duoc  moi (lai )?(duoc|goi|vao|co|chay|thong|ket noi|hoat dong|on|het|dung)  xong  dung loi  khac phuc""",
    Sense.FINE: r"""
        (was|is|were|are|been|ran|runs|running|run|worked|works|all|everything|back to|looks) (\w+ ){0,2}?(fine|ok|okay|good|normal|normally|well|stable|perfect|perfectly|green|smooth|smoothly|healthy)
        (fine|ok|normal|stable) again  all (was |is )?(back|fine|good|well)  everything (was|is|came|has been) (back|up)  it was all back
        (thi )?van (duoc|chay|ok|vao duoc|dung duoc|dat duoc|tot)  no (more |further |other )?(problem|issue|error|outage)s?  binh thuong  on dinh  khong (gap|con|co) (\w+ ){0,2}(loi|tro ngai|van de|su co)  chay tot  muot""",
    Sense.AGAIN: r"""
        and (then )?again  again  once more  (second|third|fourth|2nd|3rd|4th|next|another|other) (\w+ )?(time|outage|one|incident|window|drop|failure|episode|interruption|occurrence|event|blip)
        (incident|outage|event|case|window|no\.?|\#|period) ?(\# ?|no\.? )?([2-9]|b|c|two|three)  the second  the other  another  twice  also  as well  plus  furthermore  second
        lan (thu )?(hai|ba|2|3|sau|nua)  dot (hai|2|3)  su co (hai|2|3|thu hai|khac)  vu (hai|2|3)  roi lai  lai (bi|mat|chet|sap|rot)  them (mot|1|lan)""",
    Sense.SEEN: r"""
        (second|third|2nd|3rd|next|another) (check|attempt|try|probe|alert|retry|ping|test|reminder|alarm)s?( failed)?  notic*  spotted  alert(ed|s)?  paged  pager  alarm(ed|s)?  detected  detection  became aware  realised  realized  found out  discovered  (was |were )?(first )?reported
        (i|we|he|she|they|colleague|team|staff|engineers?|admin|people) (then |also |have |had |already |first |only )?(deployed|restarted|rebooted|upgraded|updated|checked|tested|looked|tried|switched|rolled|restart|arrived|reported)
        deploy*  roll-?out  last (successful|good|ok|working|200)  last success  taken (at|on)  captured  still \w+  screenshots?  (your |the )?status ?page( [a-z]+){0,3}  restart*  reboot*
        bao luc  het (ngay|gio|ca|buoi|tuan|thang)  bao do  so giao ca  phat hien  nhan ra  canh bao  bao dong  kiem tra  chup (luc|vao)  khoi dong lai  cap nhat""",
    Sense.ACT: r"""
        (call|phone|ring|reach|contact|meet|see|email|mail|text|ping|get back to|talk to|speak to|hear from)(ed|ing)? (to )?(me|us|back|him|her|them)( back)?( on| at)?
        (called|phoned|rang|telephoned|contacted|emailed|mailed|messaged|chased|told|informed|notified|wrote|written|asked|pinged|reached out|spoke|talked|complained|escalated) (\w+ )?(you|your|support|lookuq|hotline|helpdesk|back|us|me|our|in|the (hotline|support|helpdesk))(?! that| (her|his|their|our|my|the) (\w+ )?(log|book|sheet|diary|notes?|journal))
        replied  (i|we|he|she|they|colleague|team|staff|engineers?|admin|people) (then |also |have |had |already |first |only )?(called|phoned|rang|wrote(?! (down|in) (\w+ ){0,2}?(log|book|sheet|diary|notes?|journal))|emailed|complained|opened|raised|filed|submitted|logged|created|sent|met|spoke)( back)?( to)?
        (has|have|had) (been )?(written|sent|emailed|called|opened|raised)  reported (it|this|that|the \w+)? ?(to|on|via)  hotline  (on|in) (the|a) (phone|call)  (would|will|should) be (\w+ )?(fixed|back|up|resolved|restored|ready|done)( by| at)?  promise*
        (office|opening|business|working|support|service|trading|core|banking) (hours?|times?)  hours (are|of operation)  our hours  (is|are) open  open (daily|from|mon*)  opens  closes
        (have|has|had|got|join|joined|in|our|a|the|your) (\w+ )?(review|status|weekly|team|client|sync|zoom|teams|conference|planning|board) (call|meeting)s?  stand-?up
        (we|they|shop|store|shops|bakery|office|clinic|branch|counter|restaurant|bank) (usually |always |only |normally )?(open|close)(ed)?( up)?( at| from| daily)?  handover
        mo(n(day)?)? ?(-|to|thru|through) ?(thu|fr(i(day)?)?|sa(t(urday)?)?|su(n(day)?)?)  t2 ?- ?t[67]  thu (hai|2) (den|toi|-) thu (6|7|sau|bay)
        (i|we|she|he|they|soc|noc|desk|team|staff) (usually |normally |only )?works?  on duty  bay gio la  (thuong|binh thuong) (la|tu|mo|lam|bat dau)(?=\s\d)  (usual|normal|regular) (hours|schedule|times)  truc (toi|den|tu|ca)  truc may( tu)?  chay lai tay( tu)?  (em|···|minh) truc( may)?( tu)?(?=\s\d)  raise on  lunch( is| from| at)?(?=\s\(?\d)  nghi(?= trua)  gio nghi( trua)?  (boss|courier|chef|driver|postman|manager|colleague) (came|was|got) back( in)?  (when )?i came back( in)?  (sep|tho|xe( tai)?|tai xe|shipper|giam doc|anh \w+|chi \w+) (\w+ )?(goi|hoi|den|toi|ve|nghe)(?! (duoc|api))  (exam|race|match|game|concert|lesson|class|show|half|kick-?off|drill|session|workshop|webinar) (\w+ )?(started|starts|began|begins|kicked off|kicks off)( at)?  (tran( dau)?|dem nhac|ky thi|tiet( hoc)?|buoi( \w+)?|phim|bua tiec) (\w+ )?bat dau( luc)?  (closed|shut) (the |our )?(shop|store|office|doors)  (bus|train|ferry|plane|flight|boat) (left|leaves|departed)( at)?  money back( at)?  picked up the phone( before| until| at)?  moi (toi|den|ve)( noi)?(?! duoc)  khach (\w+ )?ve  (staff |safety )?training( on| ran| was)?  tap huan  drill( on)?  fire drill( on| was| from)?  moi goi duoc (cho|len|tong dai|hotline)  moi co nguoi (nghe|tra loi)  lunch (break|hour|time)( is| from| at| was)?(?=\s\(?\d)  (next )?(change|release|deploy|deployment) (window|slot)( on our side)?( is)?  tu bao tri  (ben (minh|em|···)|chung ···|noi bo) bao tri  se bao tri  our (own )?(\w+ )?maintenance( window)?s?  own maintenance  maintenance (windows? )?(that |which )?we had  gui (luc|hoi|vao luc)  (deploy|deployment|release|update|rollout|migration|change|maintenance) (on|at) our (end|side)( was| at| on)?  chuyen( bay| xe| tau| pha| do)?(?=\s\d)  kip chuyen  calls?(?=[.,;)]|\s?\n|$)  ca (truc|lam viec|lam)(?=\s\d)  dong cua  shift(?=\s?:?\s\d)  submitted  (received|got|had|took|counted) (\w+ ){0,2}?(complaints|calls|tickets|messages|e-?mails)  cut-?over  migration  unrelated  not related  staffed  manned
        open(?=\s?:?\s\d)  open (until|till)  horaires  (ge)?offnet  offnungszeiten  rendez-?vous  rdv  termin  post-?mortem  follow-?up  (conference|phone|planned|next|scheduled) calls?  gio mo cua
        (kick|set|log|sign|clock|knock|head|take)(s|ed|ing)? off( at| from)?  check-?(in|out) (is |was )?(at|from|until|by)(?=\s\d)  truck (left|leaves)  (dispatch|departure)
        appointment  meetings?  conference  webinar  demo (is|at|on)  (i|we)( am|'m| are|'re| will be|'ll be) (\w+ )?(free|available|reachable|in|at|around|back)  available (for|to talk)  for a call
        (it is|it's) now  (as|while) i (write|am writing)  meets  leaves  departs  lands  (i|we) (have )?reported (it|this|that|the \w+)
        tomorrow  discuss*  debated  visits?(?=[\s,.;)])  nhan phong  tra phong  next (week|mon*|tue*|wed*|thu*|fri*|month)  deadlines?  cut-?offs?  due(?! to)  reply  respond (by|before|until)  answer (by|before|until|me|us)  let (me|us) know  expect  no later than  at the latest  confirm* (by|before|until)
        backup (ran|runs|starts|job|at)  cron*  every (\w*day|night|morning|week|hour|month)  (we|they) meet  happy hour  always (\w+ ){0,2}(from|at|between)  doors  daily(?! (\w+ ){1,4}?(failed|got|stuck|lost|could|died|broke|stopped|hung|crashed|timed|did))  each (day|night)  nightly(?! (\w+ ){1,4}?(failed|got|stuck|lost|could|died|broke|stopped|hung|crashed|timed|did))  weekdays  shift (runs|starts|starting|is|ends|ended|finishes|begins)  shift(?= \()
        sent (on|at|:|from)  sent:  printed  generated  exported  template  ratio  score  odds
        hom nay,? (hoi|vao hoi)(?=\s\d)  chung toi gom co  bien ban (\w+ )?(ket thuc|lap|hoan thanh)( \w+)?  lap bien ban
        ca (truc |lam |day |hoc )?(dem|ngay|sang|chieu|toi|day|hoc)(?=\s\(?\d)  check-?in (tu|luc|sau)(?=\s\d)  (em|toi|minh|co|thay) day  du kien  giao ca  giao ban  giao hang (dot \w+ )?(la|luc)  xe (moi )?(lan banh|chay|xuat ben|roi ben)  tau (chay|roi)  khach (nhan|tra) phong
        (cua hang|quan|shop|spa|tiem) mo  mo(?=\s\d)  day thu  (trong|ranh) tu(?=\s\d)  (phai |vao )hop  hop (tu|vung|giao)  le (cat bang|khai truong)  khai truong  lich (\w+ ){1,5}(la|tu|luc|bat dau)(?=\s\d)  lam viec( tu)?(?=\s?:?\s?\d)
        (goi|call) (lai|cho|dien|hotline|tong dai|em|minh|···|anh|chi|so|vao so)  tong dai  da (goi|hen|bao|gui|nhan|mo|lien he)  alo (cho|len|so|hotline|tong dai)  da alo  lien he  (cuoc|lich) hop  hop (luc|voi)  hen  gio (lam viec|hanh chinh|mo cua)  lam viec tu  mo cua  bao (cho|len|voi|anh|chi|ben)
        nhan tin  gui (mail|email|···|ticket|cho|den|anh|chi|yeu cau)  viet (mail|···)  (mo|tao) (ticket|phieu|yeu cau)  (sang|trua|chieu|toi|ngay) mai  tuan sau  truoc ngay  han chot  phan hoi (truoc|cho)
        hang (ngay|tuan|thang)  moi ngay  in luc""",
    Sense.PAPER: r"""
        invoices?  inv  contract(ed)?( \w+){0,2}? (began|starts?|started|runs)  contract(ed)?  agreement (of|from|dated|signed|since|number|no)  ticket  case (no|number|\#|id|\d+)  order (no|number|\#|of|dated|placed)  purchase order  po
        dated  opened  issued  signed  renew*  subscri\w+ (start*|since|began|from|renew*|end*|expire*|runs|was|is|no|number)  (customers?|clients?|with you|account) (with you )?since  payment (of|on|due|date|made)  paid  billed  billing (date|day|period|cycle)  statement  version  release  revision  rev  joined  onboard*
        (letter|e-?mail|mail|message|note) (of|from|dated|sent)  your (reply|answer|mail|e-?mail|letter|message|note|notice|announcement|response|ticket)  announced  scheduled  planned  published  last updated  born
        hop dong  hoa don  phieu so  so phieu  phieu yeu cau  xuat (ngay|hoa don)  (da )?ky (ngay|tu|luc|hop dong|vao)  (da )?thanh toan (ngay|truoc|vao)  don hang (so|ngay)  gia han  (ticket|case|request|order|phieu) (opened|closed|created|resolved|raised)  (notice|announcement|bulletin) (said|says|promised|stated)( (it|you|all|everything|service))?( (would|will|should|to))?( be)?( back)?( up)?( at| by| on)?  bien ban  lap (ngay|hom|luc|hoi)  cong van  thong bao cua
        (khach hang|su dung|dung dich vu|dong hanh|hop tac) tu  su dung dich vu tu  ke hoach  ngay (lap|hoa don|tao|mo|xuat|ky)  mo (hom|ngay|tu)""",
}


def _spread(variant: str) -> str:
    """A phrase as an expression."""
    spread = re.sub(r"(?<!\\)\((?!\?)", "(?:", variant)
    spread = re.sub(r"(?<=\w)\*", r"\\w*", spread)
    return spread.replace(" ?", r"\s?").replace(" ", r"\s")


def _variants(phrase: str) -> list[str]:
    """A phrase that starts with a choice, once for each: "(is|was) back" is "is back" and "was back"."""
    if not phrase.startswith("("):
        return [phrase]
    depths = accumulate((sign == "(") - (sign == ")") for sign in phrase)
    end = next(place for place, depth in enumerate(depths) if not depth)
    inner, rest = phrase[1:end], phrase[end + 1 :]
    options = re.split(r"\|(?![^(]*\))", inner)
    if rest.startswith("?"):
        options, rest = [*options, ""], rest[1:]
    return [variant for option in options for variant in _variants(option + rest)]


_LED = 3
_PLAIN = re.compile(rf"[a-z·]{{1,{_LED}}}(?![?{{])")


def _beginning(variant: str) -> str:
    plain = _PLAIN.match(variant)
    return plain[0] if plain else variant.lstrip("\\")[0]


_VARIANTS = {
    sense: [v for p in sorted(re.split(r"\s{2,}", said.strip()), key=len, reverse=True) for v in _variants(p)]
    for sense, said in _PHRASES.items()
}
"""Each sense's phrases, the longest as written first."""
_BEGINNINGS = {variant: _beginning(variant) for said in _VARIANTS.values() for variant in said}
_KNOWN = frozenset(_BEGINNINGS.values())


@lru_cache(maxsize=10_000)
def _known(letters: str) -> str:
    return next((letters[:n] for n in range(_LED, 0, -1) if letters[:n] in _KNOWN), "")


@cache
def _standing_at(beginning: str) -> tuple[re.Pattern[str], tuple[Sense, ...]]:
    """The phrases that may begin so as one expression, which always matches: a group for each sense that is said."""
    fitting = {sense: [v for v in said if _may_begin(v, beginning)] for sense, said in _VARIANTS.items()}
    senses = tuple(sense for sense, said in fitting.items() if said)
    groups = (rf"(?:(?=((?:{'|'.join(map(_spread, fitting[sense]))})(?!\w)))|)" for sense in senses)
    return re.compile("".join(groups)), senses


def _may_begin(variant: str, beginning: str) -> bool:
    own = _BEGINNINGS[variant]
    return own.startswith(beginning) or beginning.startswith(own)


def said_at(folded: str, start: int, end: int) -> tuple[tuple[Sense, int], ...]:
    """What the phrases say that start with the word at a place of a folded text, each with where it ends.

    Most words begin none: of each only the first letters are looked up, and expressions are made when first needed.
    """
    beginning = _known(folded[start : start + _LED])
    if not beginning:
        return ()
    pattern, senses = _standing_at(beginning)
    match = pattern.match(folded, start, end)
    if match is None or not match.lastindex:
        return ()
    return tuple((sense, match.end(i)) for i, sense in enumerate(senses, 1) if match[i] is not None)
