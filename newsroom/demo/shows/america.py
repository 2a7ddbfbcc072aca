"""American series and films."""

from newsroom.demo.entries import (
    News,
    Role,
    SeasonEntry,
    ShowEntry,
    Source,
    TrailerEntry,
    dated,
    ended,
    on,
    out,
    renewed,
)

SPORTSKEEDA_MAGNOLIAS = Source(
    "Sportskeeda",
    "2025-05-01",
    "https://www.sportskeeda.com/us/shows/will-sweet-magnolias-season-5-details-explored",
)
CREAM_MAGNOLIAS = Source(
    "CREAM",
    "2023-05-15",
    "https://creammusicmagazine.com/sweet-magnolias-season-3-premiere-date-revealed",
    roughly=True,
)
BROADWAY_MAGNOLIAS = Source(
    "BroadwayWorld",
    "2024-12-19",
    "https://www.broadwayworld.com/bwwtv/article/Netflix-Sets-SWEET-MAGNOLIAS-Season-Four-Premiere-Date-Shares-First-Look-20241219",
)
SERIESFINALE_MAGNOLIAS = Source(
    "TV Series Finale",
    "2025-04-24",
    "https://tvseriesfinale.com/tv-show/sweet-magnolias-season-five-renewal-set-for-netflix-drama-series/",
)
SHOWSNOB_MAGNOLIAS = Source(
    "Show Snob",
    "2025-04-23",
    "https://showsnob.com/netflix-romance-drama-scores-season-5-renewal-should-be-last-sweet-magnolias",
)
TVLINE_MAGNOLIAS = Source(
    "TVLine",
    "2026-01-07",
    "https://www.tvline.com/2070000/sweet-magnolias-season-5-release-date-trailer-netflix/",
)
JIMMA_BATMAN = Source(
    "The Jimma Times",
    "2024-03-12",
    "https://www.jimmatimes.com/the-batman-2-release-date-delayed-by-one-year-2023/19393/",
)
NBC_BATMAN = Source(
    "NBC New York",
    "2024-12-27",
    "https://www.nbcnewyork.com/entertainment/entertainment-news/warner-bros-delays-the-batman-sequel-2027-robert-pattinson/6087174/",
)
GEO_LAST = Source(
    "Geo News",
    "2025-07-16",
    "https://www.geo.tv/latest/614289-hbo-boss-shares-update-on-the-last-of-us-season-three",
)
INDULGE_GINNY = Source(
    "Indulgexpress",
    "2025-10-09",
    "https://www.indulgexpress.com/entertainment/tv/2025/Oct/09/ginny-georgia-gears-up-for-4th-season-production-begins",
)
DEADLINE_GINNY = Source(
    "Deadline",
    "2023-05-17",
    "https://deadline.com/2023/05/ginny-georgia-renewed-seasons-3-and-4-sarah-glinski-showrunner-1235370587/",
)
HINDUSTAN_GINNY = Source(
    "Hindustan Times",
    "2025-08-31",
    "https://www.hindustantimes.com/entertainment/others/ginny-georgia-season-4-release-window-production-update-what-to-expect-and-more-101756639225577.html",
)
KOIMOI_GINNY = Source(
    "Koimoi",
    "2025-10-10",
    "https://www.koimoi.com/television/ginny-georgia-season-4-officially-begins-filming-what-can-fans-expect-from-the-hit-netflix-series/",
)
OUTBREAK_FIRES = Source(
    "Hollywood Outbreak",
    "2020-03-18",
    "https://www.hollywoodoutbreak.com/2020/03/18/reese-witherspoon-kerry-washington-were-both-stoked-for-fires/",
)
COOL_FIRES = Source(
    "Bleeding Cool",
    "2020-03-17",
    "https://www.bleedingcool.com/2020/03/17/little-fires-everywhere-hulu-releases-first-3-eps-of-reese-witherspoon-kerry-washington-starrer-early/",
)
STYLECASTER_FIRES = Source(
    "StyleCaster",
    "2020-04-22",
    "https://stylecaster.com/little-fires-everywhere-season-2-release-date-spoilers-news/",
)
COOL_LIES = Source(
    "Bleeding Cool",
    "2025-09-11",
    "https://bleedingcool.com/tv/big-little-lies-season-3-closer-to-becoming-reality-as-sloane-joins/",
)
NEWSBYTES_LIES = Source(
    "NewsBytes",
    "2025-09-12",
    "https://www.newsbytesapp.com/news/entertainment/big-little-lies-3-all-we-know/story",
)
METRO_TRAITORS = Source(
    "Metro",
    "2023-01-06",
    "https://metro.co.uk/2023/01/06/the-traitors-us-cast-release-date-and-how-to-watch-18053936/",
)
NBC_TRAITORS = Source(
    "NBC Insider",
    "2024-08-14",
    "https://www.nbc.com/nbc-insider/the-traitors-renewed-seasons-4-5-at-peacock",
)
COMICBOOK_TRAITORS = Source(
    "ComicBook.com",
    "2026-01-08",
    "https://comicbook.com/tv-shows/news/one-of-peacocks-biggest-shows-just-returned-with-new-episodes/",
)
INSIDER_TRAITORS = Source(
    "TV Insider",
    "2026-03-02",
    "https://www.tvinsider.com/1248983/the-traitors-season-5-cast-host-trailer-details/",
)
PONY_IRON_MAN = Source(
    "The Pony Producer",
    "2017-05-02",
    "https://theponyproducer.wordpress.com/2017/05/02/this-day-in-movie-history-may-2nd-2008-iron-man-released/",
)
SCREEN_DOOMSDAY = Source(
    "Screen Daily",
    "2024-07-28",
    "https://www.screendaily.com/news/comic-con-russo-brothers-to-direct-next-two-avengers-films-robert-downey-jr-revealed-as-doctor-doom/5195794.article",
)
NEWSBYTES_DOOMSDAY = Source(
    "NewsBytes",
    "2025-05-23",
    "https://www.newsbytesapp.com/news/entertainment/disney-announces-new-release-dates-for-avengers-doomsday-secret-wars/story",
)
GOBOOK_DOOMSDAY = Source(
    "GoBookMart",
    "2025-05-23",
    "https://gobookmart.com/marvel-delays-avengers-doomsday-and-secret-wars-as-studio-regroups/",
    roughly=True,
)
WRAP_STRANGER = Source(
    "TheWrap",
    "2025-06-01",
    "https://www.thewrap.com/stranger-things-5-premiere-dates-revealed-netflix/",
)
STAR_STRANGER = Source(
    "ABC Audio",
    "2025-06-01",
    "https://www.star945.com/entertainment/stranger-things/SXLBNBYQFIM4YV5AMQZ5UUG5ZQ/",
)
DAILY_STAR_STRANGER = Source(
    "The Daily Star",
    "2025-06-01",
    "https://www.thedailystar.net/entertainment/tv-film/news/netflix-roll-out-final-season-stranger-things-three-volumes-3908576",
)
NEWSBYTES_STRANGER = Source(
    "NewsBytes",
    "2025-12-30",
    "https://www.newsbytesapp.com/news/entertainment/stranger-things-s05-finale-hits-netflix-and-theaters-this-new-years-eve/tldr",
)

SHOWS = [
    ShowEntry(
        key="sweet-magnolias",
        title="Sweet Magnolias",
        kind="series",
        year=2020,
        based_on="the novels by Sherryl Woods",
        synopsis=(
            "Maddie, Dana Sue and Helen have been friends since school in Serenity, "
            "South Carolina. Marriages come and go; the margaritas are weekly."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Romance", "Drama"],
        alt_text=(
            "Poster of Sweet Magnolias: one large pink and white blossom, wide open, "
            "on dark green."
        ),
        seasons=[
            SeasonEntry(1, "A divorce, a day spa and a car crash."),
            SeasonEntry(2),
            SeasonEntry(3),
            SeasonEntry(4, "Halloween to Christmas, with a hurricane between."),
            SeasonEntry(5, "Maddie takes a job in New York, and the friends follow."),
        ],
        cast=[
            Role("JoAnna Garcia Swisher", "Maddie Townsend"),
            Role("Brooke Elliott", "Dana Sue Sullivan"),
            Role("Heather Headley", "Helen Decatur"),
            Role("Justin Bruening", "Cal Maddox"),
            Role("Chris Klein", "Bill Townsend", seasons=[1, 2, 3, 4]),
            Role("Jamie Lynn Spears", "Noreen Fitzgibbons"),
            Role("Carson Rowland", "Ty Townsend"),
            Role("Anneliese Judge", "Annie Sullivan"),
            Role("Brandon Quinn", "Ronnie Sullivan"),
            Role("Dion Johnstone", "Erik Whitley"),
        ],
        crew=[Role("Sheryl J. Anderson", job="Creator and showrunner")],
        news=[
            out(SPORTSKEEDA_MAGNOLIAS, "2020-05-19", 1),
            on(SPORTSKEEDA_MAGNOLIAS, "Netflix"),
            out(CREAM_MAGNOLIAS, "2022-02", 2),
            dated(CREAM_MAGNOLIAS, "2023-07-20", 3),
            out(Source("Netflix", "2023-07-20"), "2023-07-20", 3, episodes=10),
            dated(BROADWAY_MAGNOLIAS, "2025-02-06", 4),
            out(Source("Netflix", "2025-02-06"), "2025-02-06", 4, episodes=10),
            renewed(SERIESFINALE_MAGNOLIAS, 5),
            News("episode_count", SHOWSNOB_MAGNOLIAS, season=5, number=10),
            dated(TVLINE_MAGNOLIAS, "2026-06-11", 5),
            # The day was announced and has passed; no page from after it was read.
            out(Source("Netflix", "2026-06-11"), "2026-06-11", 5)._replace(
                certainty="reported"
            ),
        ],
    ),
    ShowEntry(
        key="ginny-and-georgia",
        title="Ginny & Georgia",
        other_titles=["Ginny and Georgia"],
        kind="series",
        year=2021,
        synopsis=(
            "Georgia brings her children to a town where nobody knows what she did in "
            "the last one. Ginny is fifteen and finds out faster than the neighbours."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Comedy", "Drama", "Teen drama"],
        alt_text=(
            "Poster of Ginny & Georgia: the two halves of a peach, one with a striped "
            "stone, do not quite meet."
        ),
        seasons=[
            SeasonEntry(1, "The Millers arrive in Wellsbury."),
            SeasonEntry(2, "Ginny knows. The wedding is in the last episode."),
            SeasonEntry(3, "The trial, and what the children do about it."),
            SeasonEntry(4, "Cycles and origins, says its creator."),
        ],
        cast=[
            Role("Brianne Howey", "Georgia Miller"),
            Role("Antonia Gentry", "Ginny Miller"),
            Role("Diesel La Torraca", "Austin Miller"),
            Role("Jennifer Robertson", "Ellen Baker"),
            Role("Felix Mallard", "Marcus Baker"),
            Role("Sara Waisglass", "Maxine Baker"),
            Role("Scott Porter", "Paul Randolph"),
            Role("Raymond Ablack", "Joe"),
        ],
        crew=[
            Role("Sarah Lampert", job="Creator"),
            Role("Debra J. Fisher", job="Showrunner", seasons=[1, 2]),
            Role("Sarah Glinski", job="Showrunner", seasons=[3, 4]),
        ],
        news=[
            out(INDULGE_GINNY, "2021-02-24", 1),
            on(INDULGE_GINNY, "Netflix"),
            out(DEADLINE_GINNY, "2023-01-05", 2),
            renewed(DEADLINE_GINNY, 3),
            renewed(DEADLINE_GINNY, 4),
            out(HINDUSTAN_GINNY, "2025-06-05", 3),
            News("in_production", KOIMOI_GINNY, season=4),
            News(
                "date_set",
                HINDUSTAN_GINNY,
                season=4,
                date="2026",
                certainty="reported",
                note="“Mid to late 2026” from the production schedule; no official day "
                "was found.",
            ),
        ],
    ),
    ShowEntry(
        key="little-fires-everywhere",
        title="Little Fires Everywhere",
        kind="limited",
        year=2020,
        based_on="the novel by Celeste Ng",
        synopsis=(
            "Shaker Heights, Ohio, in the nineties. Elena lets a house to Mia and her "
            "daughter, out of kindness. It begins with that house of hers in flames."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Drama"],
        alt_text=(
            "Poster of Little Fires Everywhere: identical blue houses each with a "
            "small flame; the one in the middle is red."
        ),
        seasons=[
            SeasonEntry(
                1,
                "The whole novel, and then some, in eight parts.",
                episodes=["The Spark", "Seeds and All", "Seventy Cents"],
            )
        ],
        cast=[
            Role("Reese Witherspoon", "Elena Richardson"),
            Role("Kerry Washington", "Mia Warren"),
            Role("Lexi Underwood", "Pearl Warren"),
            Role("Joshua Jackson", "Bill Richardson"),
            Role("Rosemarie DeWitt", "Linda McCullough"),
            Role("Megan Stott", "Izzy Richardson"),
            Role("Jade Pettyjohn", "Lexie Richardson"),
            Role("Jordan Elsass", "Trip Richardson"),
            Role("Gavin Lewis", "Moody Richardson"),
            Role("Huang Lu", "Bebe"),
        ],
        crew=[
            Role("Liz Tigelaar", job="Creator and showrunner"),
            Role("Lynn Shelton", job="Director"),
        ],
        news=[
            out(OUTBREAK_FIRES, "2020-03-18", 1, episodes=8),
            on(COOL_FIRES, "Hulu", territory="US"),
            ended(STYLECASTER_FIRES, 1),
        ],
    ),
    ShowEntry(
        key="big-little-lies",
        title="Big Little Lies",
        kind="series",
        year=2017,
        based_on="the novel by Liane Moriarty",
        synopsis=(
            "Five women in Monterey, one fancy-dress fundraiser and a body. The sea "
            "is beautiful and keeps its mouth shut."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Drama", "Mystery"],
        alt_text=(
            "Poster of Big Little Lies: a pale concrete bridge arches over blue "
            "scalloped waves under a coral sun."
        ),
        seasons=[SeasonEntry(1), SeasonEntry(2), SeasonEntry(3)],
        cast=[
            Role("Reese Witherspoon", "Madeline Mackenzie"),
            Role("Nicole Kidman", "Celeste Wright"),
            Role("Shailene Woodley", "Jane Chapman"),
            Role("Laura Dern", "Renata Klein"),
            Role("Zoë Kravitz", "Bonnie Carlson"),
            Role("Meryl Streep", "Mary Louise Wright", seasons=[2]),
        ],
        crew=[
            Role("David E. Kelley", job="Creator and writer"),
            Role("Francesca Sloane", job="Writer", seasons=[3]),
        ],
        news=[
            out(NEWSBYTES_LIES, "2017", 1),
            out(NEWSBYTES_LIES, "2019", 2),
            on(NEWSBYTES_LIES, "HBO"),
            News("announced", COOL_LIES, season=3, certainty="reported"),
        ],
    ),
    ShowEntry(
        key="the-traitors-us",
        title="The Traitors",
        slug="the-traitors-us",
        other_titles=["The Traitors US"],
        kind="series",
        year=2023,
        based_on="the Dutch format De Verraders",
        synopsis=(
            "The American game, in the same sort of castle with better-known guests. "
            "Alan Cumming hosts, murders and wears tartan."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Reality"],
        alt_text=(
            "Poster of the American Traitors: a figure in a red hooded cloak with a "
            "lantern before a castle and a full moon."
        ),
        seasons=[SeasonEntry(number) for number in (1, 2, 3)]
        + [
            SeasonEntry(4, "Two dozen celebrities, a final and a reunion."),
            SeasonEntry(5),
        ],
        cast=[Role("Alan Cumming", "Host")],
        news=[
            out(METRO_TRAITORS, "2023-01-12", 1)._replace(kind="date_set"),
            on(METRO_TRAITORS, "Peacock", territory="US"),
            out(Source("Peacock", "2023-01-12"), "2023-01-12", 1),
            renewed(NBC_TRAITORS, 4),
            renewed(NBC_TRAITORS, 5),
            out(COMICBOOK_TRAITORS, "2026-01-08", 4),
            News(
                "date_set",
                INSIDER_TRAITORS,
                season=5,
                date="2027-Q1",
                certainty="rumoured",
                note="TV Insider's guess from four earlier Januaries.",
            ),
        ],
    ),
    ShowEntry(
        key="iron-man",
        title="Iron Man",
        kind="film",
        year=2008,
        runtime=126,
        based_on="the Marvel comics",
        synopsis=(
            "Kidnapped with his own missiles, an arms dealer builds a suit in a cave "
            "and then has to decide what the man inside it is for."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Action", "Science fiction", "Superheroes"],
        alt_text=(
            "Poster of Iron Man: a glowing pale blue and gold disc behind riveted "
            "dark red plates."
        ),
        cast=[
            Role("Robert Downey Jr.", "Tony Stark"),
            Role("Gwyneth Paltrow", "Pepper Potts"),
            Role("Jeff Bridges", "Obadiah Stane"),
            Role("Terrence Howard", "James Rhodes"),
            Role("Shaun Toub", "Ho Yinsen"),
            Role("Jon Favreau", "Happy Hogan"),
        ],
        crew=[Role("Jon Favreau", job="Director")],
        trailers=[TrailerEntry("8ugaeA-nMTc", "Iron Man: trailer")],
        news=[out(PONY_IRON_MAN, "2008-05-02")],
    ),
    ShowEntry(
        key="avengers-doomsday",
        title="Avengers: Doomsday",
        kind="film",
        year=2026,
        based_on="the Marvel comics",
        synopsis=(
            "Every Marvel team that can still stand meets a man in an iron mask. "
            "Readers will know the face behind it."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Action", "Science fiction", "Superheroes"],
        alt_text=(
            "Poster of Avengers: Doomsday: a grey iron mask under a green hood, a "
            "clock face behind it."
        ),
        cast=[
            Role("Robert Downey Jr.", "Victor von Doom"),
            Role("Chris Hemsworth", "Thor"),
            Role("Pedro Pascal", "Reed Richards"),
            Role("Vanessa Kirby", "Sue Storm"),
            Role("Paul Rudd", "Scott Lang"),
            Role("Letitia Wright", "Shuri"),
            Role("Alan Cumming", "Nightcrawler"),
            Role("Patrick Stewart", "Charles Xavier"),
            Role("Ian McKellen", "Magneto"),
        ],
        crew=[
            Role("Anthony Russo", job="Director"),
            Role("Joe Russo", job="Director"),
        ],
        news=[
            News("announced", SCREEN_DOOMSDAY),
            News(
                "joins",
                SCREEN_DOOMSDAY,
                person="Robert Downey Jr.",
                character="Victor von Doom",
            ),
            dated(SCREEN_DOOMSDAY, "2026-05"),
            News("date_moved", NEWSBYTES_DOOMSDAY, date="2026-12-18"),
            News(
                "joins",
                GOBOOK_DOOMSDAY,
                person="Alan Cumming",
                character="Nightcrawler",
            ),
        ],
    ),
    ShowEntry(
        key="avengers-secret-wars",
        title="Avengers: Secret Wars",
        kind="film",
        year=2027,
        based_on="the Marvel comics",
        synopsis=(
            "What follows Doomsday. In the comics it is a planet made of pieces of "
            "others, on which everybody has to fight everybody; in the films it is, "
            "for now, a title and a day."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Action", "Science fiction", "Superheroes"],
        alt_text=(
            "Poster of Avengers: Secret Wars: a planet in four unequal pieces, held "
            "together by rings, in dark blue and gold."
        ),
        cast=[Role("Robert Downey Jr.", "Victor von Doom")],
        crew=[
            Role("Anthony Russo", job="Director"),
            Role("Joe Russo", job="Director"),
        ],
        news=[
            News("announced", SCREEN_DOOMSDAY),
            dated(SCREEN_DOOMSDAY, "2027-05"),
            News("date_moved", NEWSBYTES_DOOMSDAY, date="2027-12-17"),
        ],
    ),
    ShowEntry(
        key="stranger-things",
        title="Stranger Things",
        kind="series",
        year=2016,
        synopsis=(
            "A boy vanishes in Hawkins, Indiana, and a girl with a shaved head turns "
            "up. Five seasons later the town still has not put the lights back."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Science fiction", "Horror", "Teen drama"],
        alt_text=(
            "Poster of Stranger Things: a pale bare tree above a line of bulbs, its "
            "red reflection below."
        ),
        seasons=[SeasonEntry(number) for number in (1, 2, 3, 4)]
        + [
            SeasonEntry(
                5,
                "Autumn 1987, Hawkins under quarantine, and one more try at Vecna.",
                parts=["Volume 1", "Volume 2", "The Finale"],
                episodes=[
                    "The Crawl",
                    None,
                    "The Turnbow Trap",
                    "Sorcerer",
                    "Shock Jock",
                    "Escape from Camazotz",
                    "The Bridge",
                    "The Rightside Up",
                ],
            )
        ],
        cast=[
            Role("Winona Ryder", "Joyce Byers"),
            Role("David Harbour", "Jim Hopper"),
            Role("Millie Bobby Brown", "Eleven"),
            Role("Finn Wolfhard", "Mike Wheeler"),
            Role("Gaten Matarazzo", "Dustin Henderson"),
            Role("Caleb McLaughlin", "Lucas Sinclair"),
            Role("Noah Schnapp", "Will Byers"),
            Role("Sadie Sink", "Max Mayfield", seasons=[2, 3, 4, 5]),
            Role("Natalia Dyer", "Nancy Wheeler"),
            Role("Charlie Heaton", "Jonathan Byers"),
            Role("Joe Keery", "Steve Harrington"),
            Role("Maya Hawke", "Robin Buckley", seasons=[3, 4, 5]),
        ],
        crew=[
            Role("Matt Duffer", job="Creator"),
            Role("Ross Duffer", job="Creator"),
        ],
        news=[
            out(DAILY_STAR_STRANGER, "2016", 1),
            on(DAILY_STAR_STRANGER, "Netflix"),
            News("date_set", WRAP_STRANGER, season=5, part=1, date="2025-11-26"),
            News("date_set", WRAP_STRANGER, season=5, part=2, date="2025-12-25"),
            News("date_set", WRAP_STRANGER, season=5, part=3, date="2025-12-31"),
            out(STAR_STRANGER, "", 5, part=1, episodes=4)._replace(
                kind="episode_count"
            ),
            out(STAR_STRANGER, "", 5, part=2, episodes=3)._replace(
                kind="episode_count"
            ),
            out(STAR_STRANGER, "", 5, part=3, episodes=1)._replace(
                kind="episode_count"
            ),
            out(Source("Netflix", "2025-11-26"), "2025-11-26", 5, part=1),
            out(Source("Netflix", "2025-12-25"), "2025-12-25", 5, part=2),
            out(Source("Netflix", "2025-12-31"), "2025-12-31", 5, part=3),
            ended(NEWSBYTES_STRANGER, 5),
        ],
    ),
    ShowEntry(
        key="the-batman-part-ii",
        title="The Batman Part II",
        kind="film",
        year=2027,
        based_on="the DC comics",
        synopsis=(
            "Gotham dried out, and Bruce Wayne has been waiting for a script ever "
            "since. It was due in three different Octobers; we print the last one."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Action", "Superheroes"],
        alt_text=(
            "Poster of The Batman Part II: a small dark figure on the roofs before a "
            "yellow moon, where two searchlights cross."
        ),
        cast=[Role("Robert Pattinson", "Bruce Wayne")],
        crew=[Role("Matt Reeves", job="Director")],
        news=[
            dated(JIMMA_BATMAN, "2026-10-02"),
            News("date_moved", NBC_BATMAN, date="2027-10-01"),
        ],
    ),
    ShowEntry(
        key="the-last-of-us",
        title="The Last of Us",
        kind="series",
        year=2023,
        based_on="the video games by Naughty Dog",
        synopsis=(
            "A fungus ends the world, and a smuggler takes a girl across what is left "
            "of it. The third season will be told by somebody else."
        ),
        countries=["US"],
        languages=["en"],
        genres=["Drama", "Horror"],
        alt_text=(
            "Poster of The Last of Us: a bare tree and its reflection, in moss green "
            "and rust on pale paper."
        ),
        seasons=[
            SeasonEntry(1),
            SeasonEntry(2),
            SeasonEntry(3, "Told from the point of view of Abby Anderson."),
        ],
        cast=[Role("Kaitlyn Dever", "Abby Anderson", seasons=[2, 3])],
        crew=[Role("Craig Mazin", job="Creator")],
        news=[
            renewed(GEO_LAST, 3),
            on(GEO_LAST, "HBO"),
            dated(GEO_LAST, "2027", 3),
        ],
    ),
]
