"""Letters: a decision put into words, in English or Vietnamese, as text and HTML.

The words stand in `templates/letters`, one file for each outcome and language; this room gathers what they may say.
It decides nothing and sends nothing.
"""

from worker.letters.render import LetterError, LetterText, use_templates
from worker.letters.words import (
    acknowledgement,
    difference,
    granted_part,
    many_to_team,
    question,
    repair,
    resolution,
    to_team,
)

__all__ = [
    "LetterError",
    "LetterText",
    "acknowledgement",
    "difference",
    "granted_part",
    "many_to_team",
    "question",
    "repair",
    "resolution",
    "to_team",
    "use_templates",
]
