"""§3: the cases for which the provider is not responsible."""

from __future__ import annotations

from collections.abc import Iterable

from worker.sla.clauses import rule
from worker.sla.definitions import Seen
from worker.sla.policy import Disclaimer
from worker.sla.records import Outage


@rule("3")
def excused_by_disclaimer(seen: Iterable[Seen], terms: Disclaimer) -> list[Seen]:
    """
    > Lookuq APIs shall not be responsible for compensation in the following cases:

    > Features designated Alpha or Beta.

    > Errors that resulted from abuses or other behaviors that violate the Term of Use.

    > Errors that resulted from Client use of Service inconsistent with the Documentation, including but not limited
    > to invalid request fields, unauthorized users, inaccessible data.

    > Cases caused by factors beyond our control such as war, fire, flood, terrorism, embargo, requests from state
    > agencies, DNS attacks or national network issues.

    > Cases caused by any factor arising from the management and operation of the server, software and applications
    > of Client or any third party.

    > Cases caused by any factor arising from the content(s), file(s) Client stores on Lookuq APIs system violate
    > Vietnamese law, is accused of intellectual property infringement and/or other Lookuq API’s regulations;
    > Client’s use of source code affects Lookuq API’s system.

    An outage is excused when its record names one of the policy's exclusions; an unknown cause excuses nothing.
    This comes before every other rule, second by second.
    """
    return [s for s in seen if isinstance(s.source, Outage) and s.source.exclusion in terms.exclusions]
