"""
Taking in outside catalogues.

A reader turns a file into titles or into reasons why a row cannot be one; the writer
puts titles into the database, a batch at a time.
"""
