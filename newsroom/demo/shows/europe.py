"""Series and films from the rest of Europe."""

from newsroom.demo.entries import Role, ShowEntry, Source, dated, on, out

OBSERVER_FIRST = Source(
    "Web News Observer",
    "2022-04-20",
    "https://webnewsobserver.com/365-days-2-release-date-and-trailer/",
    roughly=True,
)
INFOBAE_SECOND = Source(
    "Infobae",
    "2022-04-09",
    "https://www.infobae.com/en/2022/04/09/365-days-that-day-the-sequel-to-the-film-that-was-all-the-rage-in-2020-arrives/",
)
SPORTSKEEDA_SECOND = Source(
    "Sportskeeda",
    "2022-04-25",
    "https://www.sportskeeda.com/pop-culture/what-time-will-365-days-2-air-netflix-release-date-plot-details-michele-morrone-s-film",
)
WHATTOWATCH_THIRD = Source(
    "What to Watch",
    "2022-08-01",
    "https://www.whattowatch.com/watching-guides/the-next-365-days-release-date-cast-and-everything-we-know-about-the-mafia-romance",
    roughly=True,
)

LAURA = Role("Anna-Maria Sieklucka", "Laura Biel")
MASSIMO = Role("Michele Morrone", "Massimo Torricelli")
OLGA = Role("Magdalena Lamparska", "Olga")
DOMENICO = Role("Otar Saralidze", "Domenico")
NACHO = Role("Simone Susinna", "Nacho")
DIRECTORS = [
    Role("Barbara Białowąs", job="Director"),
    Role("Tomasz Mandes", job="Director"),
]

SHOWS = [
    ShowEntry(
        key="365-days",
        title="365 Days",
        original_title="365 dni",
        kind="film",
        year=2020,
        runtime=114,
        based_on="the novel by Blanka Lipińska",
        synopsis=(
            "A Sicilian gangster abducts a woman from Warsaw and allows her a year to "
            "love him. Netflix’s viewers watched; the critics mostly objected."
        ),
        countries=["PL"],
        languages=["pl", "en", "it"],
        genres=["Romance", "Drama"],
        alt_text=(
            "Poster of 365 Days: three hundred and sixty-five dots, the later ones "
            "dark, and a golden keyhole among them."
        ),
        cast=[LAURA, MASSIMO, OLGA, DOMENICO],
        crew=DIRECTORS,
        news=[
            out(OBSERVER_FIRST, "2020-02-07")._replace(territory="PL"),
            out(OBSERVER_FIRST, "2020-06-07"),
            on(OBSERVER_FIRST, "Netflix"),
        ],
    ),
    ShowEntry(
        key="365-days-this-day",
        title="365 Days: This Day",
        original_title="365 dni: Ten dzień",
        other_titles=["365 Days 2"],
        kind="film",
        year=2022,
        based_on="the novel This Day by Blanka Lipińska",
        synopsis=(
            "Laura and Massimo marry. A gardener with a past and a brother with the "
            "same face make the honeymoon crowded."
        ),
        countries=["PL"],
        languages=["pl", "en", "it"],
        genres=["Romance", "Drama"],
        alt_text=(
            "Poster of 365 Days: This Day: a hard red sun sets into a flat sea, a ring "
            "under the surface."
        ),
        cast=[LAURA, MASSIMO, OLGA, DOMENICO, NACHO],
        crew=DIRECTORS,
        news=[
            dated(INFOBAE_SECOND, "2022-04-27"),
            on(SPORTSKEEDA_SECOND, "Netflix"),
            out(Source("Netflix", "2022-04-27"), "2022-04-27"),
        ],
    ),
    ShowEntry(
        key="the-next-365-days",
        title="The Next 365 Days",
        original_title="Kolejne 365 dni",
        kind="film",
        year=2022,
        based_on="the novel by Blanka Lipińska",
        synopsis=(
            "The third and last part: Laura survives, Massimo "
            "broods, and Nacho is reasonable at both of them."
        ),
        countries=["PL"],
        languages=["pl", "en", "it"],
        genres=["Romance", "Drama"],
        alt_text=(
            "Poster of The Next 365 Days: five moons in different phases over the "
            "balustrade of a terrace."
        ),
        cast=[LAURA, MASSIMO, OLGA, NACHO],
        crew=DIRECTORS,
        news=[
            dated(WHATTOWATCH_THIRD, "2022-08-19"),
            on(WHATTOWATCH_THIRD, "Netflix"),
            out(Source("Netflix", "2022-08-19"), "2022-08-19"),
        ],
    ),
]
