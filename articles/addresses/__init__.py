"""
Where pages of the site have been, and where those who ask for them are led.

Redirects made by hand, former addresses of stories, sections and tags, and links in
bodies that have moved or lead nowhere.
"""
