"""
The people of the desk and their work: the first screen, lists, the calendar, notes and
notices, who has what open, and what was typed and not saved.
"""
