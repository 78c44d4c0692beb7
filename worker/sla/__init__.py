"""The agreement as code: its text, its numbers, one file a section, and `decide`.

Pure: no database, network, file or clock but the policy's own files; the moment is an argument. `rules.md` in the
docs tells every rule with its clause.
"""

from worker.sla.account import AccountBook, Identified, entitled, identify
from worker.sla.decide import decide
from worker.sla.decision import CreditDue, Decision, Outcome, Route
from worker.sla.facts import Facts
from worker.sla.figures import cycle_of, figures
from worker.sla.incidents import History
from worker.sla.policy import Policies, PolicyError, load_policies
from worker.sla.records import Records
from worker.sla.stored import cycle_json, decision_json, facts_from_json, facts_json

__all__ = [
    "AccountBook",
    "CreditDue",
    "Decision",
    "Facts",
    "History",
    "Identified",
    "Outcome",
    "Policies",
    "PolicyError",
    "Records",
    "Route",
    "cycle_json",
    "cycle_of",
    "decide",
    "decision_json",
    "entitled",
    "facts_from_json",
    "facts_json",
    "figures",
    "identify",
    "load_policies",
]
