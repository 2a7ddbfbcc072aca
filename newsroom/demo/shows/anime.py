"""Japanese animation."""

from newsroom.demo.entries import (
    News,
    Role,
    SeasonEntry,
    ShowEntry,
    Source,
    dated,
    on,
    out,
    renewed,
)

ATSIT_FIRE = Source("Crunchyroll, through Atsit", "2024-07-06", roughly=True)
COMICBOOK_FIRE = Source(
    "ComicBook.com",
    "2025-06-21",
    "https://comicbook.com/anime/news/fire-forces-final-season-3-part-2-new-look/",
)
COMICBOOK_FIRE_RETURN = Source(
    "ComicBook.com",
    "2025-11-30",
    "https://comicbook.com/anime/news/fire-force-season-3-confirms-return-date-ahead-of-2026-premiere-watch-the-new-trailer/",
)
TIMES_CLOVER = Source(
    "TimesNG", "2025-07-06", "https://timesng.com/black-clover-anime-returns/"
)
BEEBOM_CLOVER = Source(
    "Beebom",
    "2025-12-21",
    "https://beebom.com/black-clover-season-2-receives-first-trailer-at-jump-festa-2026-theres-improvement-in-animation-quality/",
)

SHOWS = [
    ShowEntry(
        key="fire-force",
        title="Fire Force",
        original_title="炎炎ノ消防隊",
        other_titles=["Enen no Shouboutai"],
        kind="series",
        year=2019,
        based_on="the manga by Atsushi Ohkubo",
        synopsis=(
            "In a Tokyo that burned once already, people catch fire without warning "
            "and go on walking. Company 8 puts them to rest, and one recruit leaves "
            "burning footprints."
        ),
        countries=["JP"],
        languages=["ja"],
        genres=["Anime", "Action", "Fantasy"],
        alt_text=(
            "Poster of Fire Force: three flames in a rising row, each larger than the "
            "last, on midnight blue."
        ),
        seasons=[
            SeasonEntry(1, "Shinra Kusakabe joins Company 8."),
            SeasonEntry(2),
            SeasonEntry(
                3, "The last season, in two halves.", parts=["Part 1", "Part 2"]
            ),
        ],
        cast=[
            Role("Gakuto Kajiwara", "Shinra Kusakabe"),
            Role("Hochu Otsuka", "Hibachi Shinmon", seasons=[3]),
        ],
        crew=[
            Role("Atsushi Ohkubo", job="Author of the manga"),
            Role("Tatsumi Minamikawa", job="Director", seasons=[2, 3]),
        ],
        news=[
            out(ATSIT_FIRE, "2019-07", 1, episodes=24),
            on(ATSIT_FIRE, "Crunchyroll"),
            out(ATSIT_FIRE, "2020-07", 2, episodes=24),
            out(COMICBOOK_FIRE, "2025-04-05", 3, part=1, episodes=12),
            News(
                "date_set", COMICBOOK_FIRE_RETURN, season=3, part=2, date="2026-01-09"
            ),
            News("episode_count", COMICBOOK_FIRE, season=3, part=2, number=12),
            # The day was announced and has passed; no page from after it was read.
            out(Source("Crunchyroll", "2026-01-09"), "2026-01-09", 3, part=2)._replace(
                certainty="reported"
            ),
        ],
    ),
    ShowEntry(
        key="black-clover",
        title="Black Clover",
        original_title="ブラッククローバー",
        kind="series",
        year=2017,
        based_on="the manga by Yuki Tabata",
        synopsis=(
            "Everybody in the Clover Kingdom has magic except Asta, who has a sword, "
            "a foundling brother with too much magic, and a very loud voice."
        ),
        countries=["JP"],
        languages=["ja"],
        genres=["Anime", "Action", "Fantasy"],
        alt_text=(
            "Poster of Black Clover: a green clover with five leaves, one of them red, "
            "on near-black."
        ),
        seasons=[
            SeasonEntry(1, "From the church door to the Spade Kingdom."),
            SeasonEntry(2),
        ],
        cast=[Role("Gakuto Kajiwara", "Asta")],
        crew=[Role("Yuki Tabata", job="Author of the manga")],
        news=[
            out(TIMES_CLOVER, "2017-10-03", 1),
            renewed(TIMES_CLOVER, 2),
            on(TIMES_CLOVER, "Crunchyroll"),
            dated(BEEBOM_CLOVER, "2026", 2),
        ],
    ),
]
