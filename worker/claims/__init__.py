"""A claim's life: opened by a mail, decided, held, queued for a person, resolved; with deadlines that are kept.

Every act is a verb with `by=` and leaves an event. The rules stand in `worker.sla`, the words in `worker.letters`.
"""
