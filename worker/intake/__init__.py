"""Takes each mail once and keeps its bytes, then sorts it: to a claim, to the team, or aside.

This room knows mailboxes only as a port; it never deletes a mail and never answers one.
"""
