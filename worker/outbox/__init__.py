"""Letters owed and their delivery: each letter is written with its claim's change and then sent exactly once.

A letter whose sending was cut off is in doubt and shown; it is never quietly sent twice.
"""
