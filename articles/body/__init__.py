"""
What the text of a story is made of: its grammar, the one gate that cleans it, the
facts and links inside it, and how it is printed.

What stands between its paragraphs and is looked up when it is printed: `articles.embeds`.
"""
