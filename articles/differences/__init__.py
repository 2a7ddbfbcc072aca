"""
What changed between two texts, said for reading; and the changes of two people put
together.
"""
