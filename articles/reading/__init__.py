"""
What readers get of a story beside its text, and those who see it before them: pages,
previews, corrections and updates, what to read next.
"""
