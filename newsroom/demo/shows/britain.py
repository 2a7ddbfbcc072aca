"""British series and films."""

from newsroom.demo.entries import (
    News,
    Role,
    SeasonEntry,
    ShowEntry,
    Source,
    dated,
    ended,
    on,
    out,
)

TELLYMIX_PEAKY = Source(
    "TellyMix",
    "2022-02-11",
    "https://tellymix.co.uk/peaky-blinders-series-6-date-cast-trailer",
    roughly=True,
)
COLLIDER_PEAKY = Source(
    "Collider",
    "2022-03-10",
    "https://collider.com/peaky-blinders-season-6-release-date-cillian-murphy/",
)
NEXTTV_PEAKY = Source(
    "Next TV",
    "2022-06-09",
    "https://www.nexttv.com/news/peaky-blinders-season-six-on-netflix-june-10",
)
NOVYNY_IMMORTAL = Source(
    "Novyny.LIVE",
    "2025-12-08",
    "https://novyny.live/en/kino-ta-seriali/peaky-blinders-film-reveals-release-dates-and-first-teaser-poster-298772.html",
)
WON_IMMORTAL = Source(
    "What’s on Netflix",
    "2025-12-05",
    "https://www.whats-on-netflix.com/news/peaky-blinders-the-immortal-man-sets-netflix-release-date-for-march-2026/",
    roughly=True,
)
SHROPSHIRE_IMMORTAL = Source(
    "Shropshire Star",
    "2026-02-28",
    "https://www.shropshirestar.com/entertainment/2026/02/28/peaky-blinders-your-essential-guide-to-new-film-the-immortal-man/",
)
THE_WEEK_IMMORTAL = Source(
    "The Week",
    "2026-03-12",
    "https://theweek.com/culture-life/film/peaky-blinders-the-immortal-man-catnip-to-fans-of-the-show",
)
EXPRESS_SEQUEL = Source(
    "The New Indian Express",
    "2025-10-04",
    "https://www.newindianexpress.com/entertainment/english/2025/Oct/04/englishnews2025oct02netflix-announces-peaky-blinders-sequel-series",
)
HUM_SEQUEL = Source("HUM News English", "2026-04-03")
HINDUSTAN_GUINNESS = Source(
    "Hindustan Times",
    "2025-09-28",
    "https://www.hindustantimes.com/entertainment/web-series/will-netflix-s-house-of-guinness-return-for-season-2-creator-steven-knight-drops-hints-for-future-season-101759073603650.html",
)
SUN_GUINNESS = Source(
    "The Irish Sun",
    "2025-09-28",
    "https://www.thesun.ie/tv/15897559/netflix-house-of-guinness-future-revealed/",
)
LIVERPOOL_ADOLESCENCE = Source(
    "Liverpool World",
    "2025-03-13",
    "https://www.liverpoolworld.uk/whats-on/netflix-adolescence-this-new-stephen-graham-drama-is-every-familys-worst-nightmare-5031160",
)
INDEPENDENT_TRAITORS = Source(
    "The Independent",
    "2025-12-28",
    "https://www.the-independent.com/arts-entertainment/claudia-winkleman-the-traitors-new-series-b2891264.html",
)
RADIO_TIMES_TRAITORS = Source(
    "Radio Times",
    "2026-01-23",
    "https://www.radiotimes.com/app/the-traitors-season-4-final-sees-two-worthy-winners-and-proves-once-again-why-its-unmissable-tv/",
)

SHOWS = [
    ShowEntry(
        key="peaky-blinders",
        title="Peaky Blinders",
        kind="series",
        year=2013,
        synopsis=(
            "Birmingham after the first war. Tommy Shelby has plans for his family, "
            "his street and, in time, most of the country."
        ),
        countries=["GB"],
        languages=["en"],
        genres=["Crime", "Period drama", "Drama"],
        alt_text=(
            "Poster of Peaky Blinders: a man in a flat cap in profile, a pale blade "
            "along the peak, chimneys smoking behind."
        ),
        seasons=[
            SeasonEntry(1, "Small Heath, 1919, and a crate that nobody should have."),
            SeasonEntry(2),
            SeasonEntry(3),
            SeasonEntry(4),
            SeasonEntry(5),
            SeasonEntry(
                6,
                "North America, the end of Prohibition, and the last of Aunt Polly.",
                episodes=["Black Day"],
            ),
        ],
        cast=[
            Role("Cillian Murphy", "Tommy Shelby"),
            Role("Helen McCrory", "Polly Gray", seasons=[1, 2, 3, 4, 5]),
            Role("Paul Anderson", "Arthur Shelby"),
            Role("Sophie Rundle", "Ada Thorne"),
            Role("Tom Hardy", "Alfie Solomons", seasons=[2, 3, 4, 5, 6]),
            Role("Sam Neill", "Chester Campbell", seasons=[1, 2]),
            Role("Finn Cole", "Michael Gray", seasons=[2, 3, 4, 5, 6]),
            Role("Anya Taylor-Joy", "Gina Gray", seasons=[5, 6]),
            Role("Stephen Graham", "Hayden Stagg", seasons=[6]),
            Role("Ned Dennehy", "Charlie Strong"),
            Role("Packy Lee", "Johnny Dogs"),
            Role("Ian Peck", "Curly"),
        ],
        crew=[
            Role("Steven Knight", job="Creator and writer"),
            Role("Tom Harper", job="Director", seasons=[1]),
            Role("Anthony Byrne", job="Director", seasons=[5, 6]),
        ],
        news=[
            out(TELLYMIX_PEAKY, "2013", 1, episodes=6),
            out(TELLYMIX_PEAKY, "2019", 5, episodes=6),
            dated(TELLYMIX_PEAKY, "2022-02-27", 6),
            on(TELLYMIX_PEAKY, "BBC One", territory="GB"),
            out(COLLIDER_PEAKY, "2022-02-27", 6),
            News(
                "episode_count",
                Source("The Hamden Journal", "2022-03-10"),
                season=6,
                number=6,
            ),
            on(NEXTTV_PEAKY, "Netflix"),
            ended(NEXTTV_PEAKY, 6),
        ],
    ),
    ShowEntry(
        key="the-immortal-man",
        title="Peaky Blinders: The Immortal Man",
        kind="film",
        year=2026,
        synopsis=(
            "Birmingham, 1940. The bombs bring Tommy Shelby back from an exile that he "
            "chose, to a son, a country and a bill that he did not."
        ),
        countries=["GB"],
        languages=["en"],
        genres=["Crime", "Period drama"],
        alt_text=(
            "Poster of The Immortal Man: a man in a long coat on the roofs, caught in "
            "crossing searchlights while bombs fall."
        ),
        cast=[
            Role("Cillian Murphy", "Tommy Shelby"),
            Role("Sophie Rundle", "Ada Thorne"),
            Role("Stephen Graham", "Hayden Stagg"),
            Role("Rebecca Ferguson"),
            Role("Tim Roth", "Beckett"),
            Role("Barry Keoghan", "Duke Shelby"),
            Role("Jay Lycurgo"),
            Role("Ned Dennehy", "Charlie Strong"),
            Role("Packy Lee", "Johnny Dogs"),
            Role("Ian Peck", "Curly"),
        ],
        crew=[
            Role("Tom Harper", job="Director"),
            Role("Steven Knight", job="Writer"),
        ],
        news=[
            News("announced", Source("Deadline", "2024-06-04")),
            dated(NOVYNY_IMMORTAL, "2026-03-06"),
            News(
                "platform_added",
                WON_IMMORTAL,
                platform="Netflix",
            ),
            News("date_set", NOVYNY_IMMORTAL, date="2026-03-20", platform="Netflix"),
            News(
                "joins",
                SHROPSHIRE_IMMORTAL,
                person="Barry Keoghan",
                character="Duke Shelby",
            ),
            out(THE_WEEK_IMMORTAL, "2026-03-06"),
        ],
    ),
    ShowEntry(
        key="peaky-blinders-sequel",
        title="Peaky Blinders: the new series",
        other_titles=["Peaky Blinders sequel series"],
        kind="series",
        year=None,
        synopsis=(
            "Birmingham, 1953. A bombed city is to be rebuilt, and a new generation of "
            "Shelbys would like the contract. The title is the desk’s own until there "
            "is an official one."
        ),
        countries=["GB"],
        languages=["en"],
        genres=["Crime", "Period drama", "Drama"],
        alt_text=(
            "Poster of the new Peaky Blinders series: the man in the flat cap again, "
            "in the greens of a building site."
        ),
        seasons=[SeasonEntry(1), SeasonEntry(2)],
        cast=[
            Role("Jamie Bell", "Duke Shelby"),
            Role("Charlie Heaton"),
            Role("Jessica Brown Findlay"),
            Role("Lashana Lynch"),
            Role("Lucy Karczewski"),
        ],
        crew=[Role("Steven Knight", job="Creator and writer")],
        news=[
            News("announced", EXPRESS_SEQUEL, season=1),
            News("announced", EXPRESS_SEQUEL, season=2),
            on(EXPRESS_SEQUEL, "Netflix"),
            on(EXPRESS_SEQUEL, "BBC One", territory="GB"),
            News("joins", HUM_SEQUEL, person="Jamie Bell", character="Duke Shelby"),
            News("joins", HUM_SEQUEL, person="Charlie Heaton"),
            News("joins", HUM_SEQUEL, person="Jessica Brown Findlay"),
            News("joins", HUM_SEQUEL, person="Lashana Lynch"),
        ],
    ),
    ShowEntry(
        key="house-of-guinness",
        title="House of Guinness",
        kind="series",
        year=2025,
        synopsis=(
            "Dublin, 1868. Sir Benjamin leaves his brewery to four children in a will "
            "designed to make none of them happy."
        ),
        countries=["GB", "IE"],
        languages=["en"],
        genres=["Period drama", "Drama"],
        alt_text=(
            "Poster of House of Guinness: a glass of stout whose dark body has the lit "
            "windows of a building, barrels on either side."
        ),
        seasons=[
            SeasonEntry(1, "A funeral, a will, and a shot at a rally."),
            SeasonEntry(2),
        ],
        cast=[
            Role("Anthony Boyle", "Arthur Guinness"),
            Role("Louis Partridge", "Edward Guinness"),
            Role("Emily Fairn", "Anne Guinness"),
            Role("Fionn O’Shea", "Ben Guinness"),
            Role("James Norton", "Sean Rafferty"),
            Role("Jack Gleeson", "Byron Hedges"),
        ],
        crew=[Role("Steven Knight", job="Creator and writer")],
        news=[
            out(HINDUSTAN_GUINNESS, "2025-09-25", 1, episodes=8),
            on(HINDUSTAN_GUINNESS, "Netflix"),
            # "I can't speak about that", said Knight to Radio Times in January 2026.
            News("renewed", SUN_GUINNESS, season=2, certainty="reported"),
        ],
    ),
    ShowEntry(
        key="adolescence",
        title="Adolescence",
        kind="limited",
        year=2025,
        synopsis=(
            "Police break down a front door and arrest a boy of thirteen. Four hours "
            "in four unbroken shots: his family, his school, his psychologist, and the "
            "question of what anybody could have seen."
        ),
        countries=["GB"],
        languages=["en"],
        genres=["Drama", "Crime"],
        alt_text=(
            "Poster of Adolescence: a room, an open door and a boy drawn in one white "
            "line on blue."
        ),
        seasons=[
            SeasonEntry(
                1,
                "Four episodes, each filmed in one take.",
                episodes=["Episode 1", "Episode 2", "Episode 3", "Episode 4"],
            )
        ],
        cast=[
            Role("Stephen Graham", "Eddie Miller"),
            Role("Owen Cooper", "Jamie Miller"),
            Role("Erin Doherty", "Briony Ariston"),
            Role("Ashley Walters", "DI Luke Bascombe"),
            Role("Faye Marsay", "DS Misha Frank"),
            Role("Christine Tremarco", "Manda Miller"),
        ],
        crew=[
            Role("Stephen Graham", job="Creator and writer"),
            Role("Jack Thorne", job="Creator and writer"),
            Role("Philip Barantini", job="Director"),
        ],
        news=[
            out(LIVERPOOL_ADOLESCENCE, "2025-03-13", 1, episodes=4),
            on(LIVERPOOL_ADOLESCENCE, "Netflix"),
        ],
    ),
    ShowEntry(
        key="the-traitors-uk",
        title="The Traitors",
        slug="the-traitors-uk",
        other_titles=["The Traitors UK"],
        kind="series",
        year=2022,
        based_on="the Dutch format De Verraders",
        synopsis=(
            "Twenty-two strangers, one Highland castle, a pot of money and a handful "
            "of sanctioned liars. Claudia Winkleman presides in knitwear."
        ),
        countries=["GB"],
        languages=["en"],
        genres=["Reality"],
        alt_text=(
            "Poster of the British Traitors: two profiles, one white and one red, "
            "share one dark cloak and look away from each other."
        ),
        seasons=[SeasonEntry(number) for number in (1, 2, 3)]
        + [SeasonEntry(4, "Two Traitors keep their word to each other.")],
        cast=[Role("Claudia Winkleman", "Host")],
        news=[
            dated(INDEPENDENT_TRAITORS, "2026-01-01", 4),
            on(INDEPENDENT_TRAITORS, "BBC One", territory="GB"),
            out(RADIO_TIMES_TRAITORS, "2026-01-01", 4, episodes=12),
        ],
    ),
]
