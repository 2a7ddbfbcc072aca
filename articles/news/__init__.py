"""
What news makes of stories that are out: which pages print a fact, which sentences it
makes wrong, and the queue in which those wait for whoever rewrites them.
"""
