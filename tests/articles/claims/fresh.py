"""
Sentences by somebody who had not read the rules; see `sentences.py` for how to read them.

They are kept as they were written. At first sight 24 of their 54 claims were found; what
they showed to be missing (lists of the cast, lines without a verb, "a four-season drama")
was then added to the rules in general, so they are no measure of strange text any more.
"""

# fmt: off
FRESH: list[tuple[str, str, str]] = [
    ("a2", "Netflix has remained silent about whether the zombie hit will get a second outing.", "status=not renewed@2:c"),
    ("a2", "Season two is a go: the renewal was confirmed on 6 June 2022.", "status=renewed@2:h"),
    ("a2", "As of this writing, a follow-up season has not been greenlit.", "status=not renewed@2:c"),
    ("a2", "No, All of Us Are Dead hasn’t been renewed yet.", "status=not renewed@2:c"),
    ("a2", "Fans should not expect a second season before 2023.", ""),
    ("a2", "All of Us Are Dead season 2 is expected to land on Netflix in late 2023.", "release date=2023-09..2023-12@2:c; platform=Netflix@2:h"),
    ("a2", "A premiere date for season 2 is still under wraps.", "status=not dated@2:h"),
    ("a2", "Shooting on the sequel season kicked off last July.", "status=in production@2:h"),
    ("a1", "The first season arrived on Netflix on January 28, 2022, with 12 episodes.", "release date=2022-01-28@1:h; platform=Netflix@1:h; episode count=12@1:h"),
    ("a1", "Season 1 of the twelve-part drama premiered on January 29, 2022.", "release date=2022-01-29@1:c; episode count=12@1:h"),
    ("a2", "The series stars Park Ji-hu, Yoon Chan-young, Cho Yi-hyun and Lomon.", "cast=Park Ji-hu in:h; cast=Yoon Chan-young in:h; cast=Cho Yi-hyun in:h; cast=Lomon in:h"),
    ("a2", "Starring Park Ji-hoo as On-jo, the show became a hit within days.", "character=Park Ji-hu as Nam On-jo:d"),
    ("a2", "Nam On-jo: Park Ji-hu", "character=Park Ji-hu as Nam On-jo:h"),
    ("a2", "Cho Yi-hyun takes on the part of Seo Hyo-ryung.", "character=Cho Yi-hyun as Seo Hyo-ryung:c"),
    ("a2", "Newcomer Roh Jae-won has been cast as Han Du-seok.", "character=Roh Jae-won as Han Du-seok@2:h; cast=Roh Jae-won in@2:h"),
    ("o2", "Nora Vance is set to return as Iris Bell.", "cast=Nora Vance in@2:c; character=Nora Vance as Iris Bell@2:h"),
    ("o2", "Idris Cole has exited The Glass Orchard.", "cast=Idris Cole out@2:c"),
    ("o2", "The cast is led by Nora Vance and Idris Cole.", "cast=Nora Vance in:c; cast=Idris Cole in:h"),
    ("o2", "Season 2 lands on Prime Video on 12 March 2027.", "release date=2027-03-12@2:h; platform=Prime Video@2:h"),
    ("o2", "The Glass Orchard comes back on 5 March 2027 with eight new episodes.", "release date=2027-03-05@2:c; episode count=8@2:c"),
    ("o2", "Season 2 has no premiere date.", "status=not dated@2:c"),
    ("o2", "A release window has not been given for the second season.", "status=not dated@2:c"),
    ("o", "Where to watch: Hulu", "platform=Hulu:c"),
    ("o", "The Hulu series follows two sisters who inherit an orchard.", "platform=Hulu:c"),
    ("o2", "Release date: 12 March 2027", "release date=2027-03-12@2:h"),
    ("a2", "Release date: 2023", "release date=2023@2:c"),
    ("a2", "Number of episodes: 12", "episode count=12@2:h"),
    ("p", "Peaky Blinders, a five-season drama, is about a gang in Birmingham.", "season count=5:c"),
    ("p", "The six-season saga made Cillian Murphy a star.", "season count=6:h"),
    ("p", "The show wrapped up with its sixth season in 2022.", "status=ended:h; season count=6:h"),
    ("m", "The four-season romance returns to Serenity.", "season count=4:c"),
    ("m", "Sweet Magnolias has been running for four seasons.", "season count=4:c"),
    ("m5", "A fifth season is in the works at Netflix.", "status=renewed@5:h"),
    ("m5", "Sweet Magnolias season 5 will hit screens this spring.", "release date=2026-03..2026-05@5:c"),
    ("m5", "Maddie Townsend (Brooke Elliott) opens a bookshop.", "character=Brooke Elliott as Maddie Townsend:c"),
    ("h", "Apple TV+ confirmed that Harbour Lights will not continue beyond season two.", "status=cancelled:h"),
    ("h3", "Work on a third season of Harbour Lights has begun.", "status=in production@3:c"),
    ("h", "The future of the coastal drama hangs in the balance.", "status=not renewed:c"),
    ("g2", "A second season of House of Guinness has yet to be officially announced.", "status=not renewed@2:h"),
    ("g", "House of Guinness debuted in September 2025 and runs to eight episodes.", "release date=2025-09:h; episode count=8:h"),
    ("g2", "Anthony Boyle, who plays Edward Guinness, hopes for a second season.", "character=Anthony Boyle as Edward Guinness:c"),
    ("a2", "The pupils are cancelled one by one by the virus.", ""),
    ("a2", "In 2023 the studio released a documentary about the makers.", ""),
    ("p", "The Garrison opens again on Friday and Tommy pays for the drinks.", ""),
    ("m5", "Helen ended things with Ryan for good.", ""),
    ("o2", "The orchard is dated 1812 on the lintel.", ""),
    ("a2", "Four of the pupils were left on the roof in the finale.", ""),
    ("g", "Edward signed the deal in 1876 and moved to London in the spring.", ""),
]
# fmt: on
