"""The error with which a command ends: told as it is, without a traceback, and with exit status 1."""


class CommandError(Exception):
    """The command could not do what was asked; the message is one clear sentence or more."""
