"""Reads people: from a mail's raw bytes to its kind and to the facts it states.

Pure: no database, network, file or clock. It needs no records; where a reading is open it returns the candidates, and
deciding picks among them.
"""

from worker.reading.mail import Answered, Attachment, Bounce, Kind, Mail, Ours, Unreadable
from worker.reading.read import facts, facts_without_times, read

__all__ = [
    "Answered",
    "Attachment",
    "Bounce",
    "Kind",
    "Mail",
    "Ours",
    "Unreadable",
    "facts",
    "facts_without_times",
    "read",
]
