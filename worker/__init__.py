"""The SLA claims desk: reads the mails in which clients claim compensation, decides them and answers.

`worker` is laid out in rooms; imports look down the list in docs/architecture.md only, never up.
"""
