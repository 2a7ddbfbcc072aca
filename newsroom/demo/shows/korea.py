"""Korean series and films, and the Chinese series that shares their readers."""

from newsroom.demo.entries import (
    News,
    Role,
    SeasonEntry,
    ShowEntry,
    Source,
    TrailerEntry,
    dated,
    ended,
    joins,
    on,
    out,
    renewed,
)

KOREA_NET_SLATE = Source(
    "Korea.net",
    "2026-01-30",
    "https://www.korea.net/NewsFocus/Culture/view?articleId=286658",
)

# All of Us Are Dead
RADIO_TIMES_CAST = Source(
    "Radio Times",
    "2022-01-28",
    "https://www.radiotimes.com/tv/sci-fi/all-of-us-are-dead-cast/",
)
PINKVILLA_TRAILER = Source(
    "Pinkvilla",
    "2022-01-13",
    "https://www.pinkvilla.com/rooms/netflixs-zombie-drama-all-us-are-dead-increases-anticipation-newly-released-trailer",
)
VARIETY_RENEWAL = Source(
    "Variety",
    "2022-06-06",
    "https://variety.com/2022/tv/news/all-of-us-are-dead-renewed-season-2-netflix-1235284751/",
)
DEADLINE_RENEWAL = Source(
    "Deadline",
    "2022-06-06",
    "https://deadline.com/2022/06/all-of-us-are-dead-renewed-season-2-netflix-1235038221/",
)
UPI_PRODUCTION = Source(
    "UPI",
    "2025-07-23",
    "https://www.upi.com/Entertainment_News/TV/2025/07/23/korea-all-of-us-are-dead-season-2-netflix-filming/5081753278517/",
)
MINT_PRODUCTION = Source(
    "Mint",
    "2025-07-23",
    "https://www.livemint.com/entertainment/all-of-us-are-dead-season-2-from-squid-game-actors-to-new-faces-netflix-unveils-cast-synopsis-of-zombie-kdrama/amp-11753267908265.html",
)
NEWSBYTES_SEOUL = Source(
    "NewsBytes",
    "2025-07-23",
    "https://www.newsbytesapp.com/news/entertainment/all-of-us-are-dead-season-2-heads-to-seoul/tldr",
)
INDIA_TV_WRAP = Source(
    "India TV",
    "2026-02-22",
    "https://www.indiatvnews.com/entertainment/korean/all-of-us-are-dead-season-2-netflix-release-date-2026-02-22-1031270",
)
NEWSX_WRAP = Source(
    "NewsX",
    "2026-02-23",
    "https://www.newsx.com/photos/all-of-us-are-dead-season-2-release-date-new-cast-plot-details-story-twists-revealed-after-filming-wrap-netflix-k-drama-news-171641/",
)

# Squid Game
SQUID_ONE = Source(
    "OwehMgee",
    "2021-09-17",
    "https://www.owehmgee.com/2021/09/squid-game.html",
    roughly=True,
)
CNN_SQUID_RENEWAL = Source(
    "CNN",
    "2022-06-12",
    "https://www.cnn.com/2022/06/12/media/squid-game-season-2/index.html",
)
DIRECT_SQUID_CAST = Source(
    "The Direct",
    "2024-12-26",
    "https://thedirect.com/article/squid-game-season-2-cast-every-actor-character-photos",
)
SPORTSKEEDA_SQUID_FINAL = Source(
    "Sportskeeda",
    "2025-06-27",
    "https://www.sportskeeda.com/us/k-pop/news-will-squid-game-season-4-season-3-end-credits-explained-fans-speculate-american-version-release",
)

# Hellbound
CNA_HELLBOUND = Source(
    "CNA Lifestyle",
    "2021-11-24",
    "https://cnalifestyle.channelnewsasia.com/entertainment/hellbound-squid-game-netflix-south-korea-288861",
)
PINKVILLA_HELLBOUND_TWO = Source(
    "Pinkvilla",
    "2024-09-20",
    "https://www.pinkvilla.com/entertainment/what-to-expect-from-hellbound-2-kim-sung-cheol-taking-on-yoo-in-ahs-role-kim-hyun-joos-return-to-fight-and-more-1349174",
)

# Why Her?
PINKVILLA_WHY_HER = Source(
    "Pinkvilla",
    "2022-05-23",
    "https://www.pinkvilla.com/entertainment/why-her-poster-out-hwang-yeop-and-seo-hyun-jin-are-lost-each-other-s-eyes-1102404",
)
PINKVILLA_WHY_HER_END = Source(
    "Pinkvilla",
    "2022-07-24",
    "https://www.pinkvilla.com/entertainment/why-her-ends-personal-best-ratings-seo-hyun-jin-hwang-yeop-share-parting-thoughts-1166752",
    roughly=True,
)

# The others
PHILSTAR_TRUNK = Source(
    "The Philippine Star",
    "2024-11-12",
    "https://www.philstar.com/entertainment/korean-wave/2024/11/12/2399605/gong-yoo-seo-hyun-jin-star-netflix-k-drama-the-trunk",
)
PINKVILLA_TRUNK = Source(
    "Pinkvilla",
    "2024-11-29",
    "https://pinkvilla.com/entertainment/the-trunk-early-review-gong-yoo-and-seo-hyun-jins-mystery-romance-instantly-hooks-viewers-with-dark-secrets-and-nuanced-storytelling-1360527",
    roughly=True,
)
IBTIMES_TRUNK = Source(
    "IBTimes Singapore",
    "2024-11-26",
    "https://www.ibtimes.sg/trunk-everything-about-gong-yoo-seo-hyun-jin-starrer-netflix-drama-77021",
)
KOREA_HERALD_SUNSHINE = Source(
    "The Korea Herald",
    "2023-11-15",
    "https://www.koreaherald.com/view.php?ud=20231115000611",
)
PINKVILLA_WEAK_HERO = Source(
    "Pinkvilla",
    "2022-10-17",
    "https://www.pinkvilla.com/entertainment/watch-park-ji-hoon-gets-help-from-choi-hyun-wook-in-the-first-trailer-for-weak-hero-class-1-1195223",
)
DRAMALIST_WEAK_HERO = Source(
    "MyDramaList",
    "2022-12-31",
    "https://mydramalist.com/article/weak-hero-class-1-an-elegy-on-youth-fragility",
    roughly=True,
)
INDIA_TODAY_WEAK_HERO = Source(
    "India Today",
    "2025-04-24",
    "https://www.indiatoday.in/entertainment/ott/story/weak-hero-class-1-recap-ending-explained-season-2-expectations-2714699-2025-04-24",
)
BEIJING_TIMES_WEAK_HERO = Source(
    "Beijing Times",
    "2025-05-01",
    "https://beijingtimes.com/lifestyle/2025/05/01/weak-hero-class-2-propels-park-ji-hoon-to-global-stardom-on-netflix/",
)
SPORTSKEEDA_WEAK_HERO = Source(
    "Sportskeeda",
    "2025-04-21",
    "https://www.sportskeeda.com/us/k-pop/weak-hero-class-2-cast-character-guide-who-s-returning-who-s-new-who-s-playing",
)
SPORTSKEEDA_PARASYTE = Source(
    "Sportskeeda",
    "2024-02-28",
    "https://www.sportskeeda.com/pop-culture/news-parasyte-the-grey-netflix-release-date-airtime-plot-cast-need-know",
)
ASAPLAND_KINGDOM = Source(
    "Asap Land",
    "2020-02-07",
    "https://asapland.com/kingdom-presents-the-first-trailer-of-its-season-2-netflixs-korean-medieval-zombie-odyssey-already-has-a-release-date/18524/",
)
BIZWIRE_KINGDOM = Source(
    "Korea Bizwire",
    "2021-06-04",
    "http://koreabizwire.com/netflix-to-release-special-episode-of-kingdom-series-next-month",
)
NETFLIX_KINGDOM = Source("Netflix", "2019-01-25")
KOREA_HERALD_SWEET_HOME = Source(
    "The Korea Herald",
    "2024-06-22",
    "https://koreaherald.com/view.php?ud=20240621050722",
)
NETFLIX_SWEET_HOME = Source(
    "Netflix, through MarketScreener",
    "2024-06-12",
    "https://www.marketscreener.com/quote/stock/NETFLIX-INC-44292425/news/Netflix-Sweet-Home-Season-3-Arrives-July-19-in-Fitting-Finale-to-Epic-Series--46952228/?utm_medium=RSS&utm_content=20240611",
)
YONHAP_HUMMINGBIRD = Source(
    "Yonhap", "2019-12-05", "https://en.yna.co.kr/view/AEN20191205006200325"
)
UNITED_KPOP_BUSAN = Source(
    "UnitedKpop",
    "2016-05-12",
    "https://unitedkpop.com/2016/05/news-korean-zombie-apocalypse-film-train-to-busan-to-premiere-at-cannes/",
    roughly=True,
)
KEPOPER_BUSAN = Source(
    "Kepoper",
    "2016-07-20",
    "https://en.kepoper.com/train-to-busan-korean-movie-cast-synopsis/?login_popup",
    roughly=True,
)
KAJOMAG_SMILE = Source(
    "KajoMag",
    "2021-08-01",
    "https://kajomag.com/5-reasons-to-watch-c-drama-falling-into-your-smile-2021/",
    roughly=True,
)
INDEPENDENT_KPOP = Source(
    "The Independent",
    "2025-11-06",
    "https://www.the-independent.com/arts-entertainment/films/news/netflix-kpop-demon-hunters-sequel-release-date-b2859610.html",
)
SOOMPI_KPOP = Source(
    "Soompi",
    "2026-03-12",
    "https://www.soompi.com/article/1824761wpp/kpop-demon-hunters-officially-announces-plans-for-sequel",
)
GULF_KPOP = Source(
    "Gulf News",
    "2026-03-13",
    "https://gulfnews.com/entertainment/kpop-demon-hunters-2-official-netflix-confirms-franchise-as-hit-film-eyes-oscar-glory-1.500472890",
)
NATIONAL_WORLD_KPOP = Source(
    "National World",
    "2025-06-24",
    "https://www.nationalworld.com/culture/television/kpop-demon-hunters-will-there-be-a-sequel-to-hit-netflix-film-who-are-lead-stars-arden-cho-and-ahn-hyo-seop-5193008",
)

SHOWS = [
    ShowEntry(
        key="all-of-us-are-dead",
        title="All of Us Are Dead",
        original_title="지금 우리 학교는",
        other_titles=["Now at Our School", "AOUAD"],
        kind="series",
        year=2022,
        based_on="the webtoon Now at Our School by Joo Dong-geun",
        synopsis=(
            "A failed experiment turns Hyosan High School into the first ward of an "
            "epidemic. The pupils of one class barricade themselves in with no phones, "
            "no food and no adults worth the name, and find out what they are to one "
            "another before the city outside decides what they are to it."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Horror", "Thriller", "Teen drama"],
        alt_text=(
            "Poster of All of Us Are Dead: rows of dark classroom windows with hands "
            "against the glass, and one window lit red."
        ),
        seasons=[
            SeasonEntry(
                1,
                "Class 2-5 of Hyosan High holds out through the first days of the "
                "outbreak, from the science room to the roof and beyond.",
                episodes=[None] * 12,
            ),
            SeasonEntry(
                2,
                "On-jo studies in Seoul and has not got over Hyosan. Then the "
                "infection reaches the capital.",
            ),
        ],
        cast=[
            Role("Park Ji-hu", "Nam On-jo", seasons=[1, 2]),
            Role("Yoon Chan-young", "Lee Cheong-san", seasons=[1, 2]),
            Role("Cho Yi-hyun", "Choi Nam-ra", seasons=[1, 2]),
            Role("Lomon", "Lee Su-hyeok", seasons=[1, 2]),
            Role("Yoo In-soo", "Yoon Gwi-nam", seasons=[1]),
            Role("Lee Yoo-mi", "Lee Na-yeon", seasons=[1]),
            Role("Im Jae-hyuk", "Yang Dae-su", seasons=[1]),
            Role("Lee Eun-saem", "Park Mi-jin", seasons=[1]),
            Role("Ha Seung-ri", "Jang Ha-ri", seasons=[1]),
            Role("Kim Bo-yoon", "Seo Hyo-ryung", seasons=[1]),
            Role("Kim Byung-chul", "Lee Byeong-chan", seasons=[1]),
            Role("Jeon Bae-soo", "Nam So-ju", seasons=[1]),
            Role("Lee Kyu-hyung", "Song Jae-ik", seasons=[1]),
            Role("Lee Min-jae", "Yong Ma-ru", seasons=[2]),
            Role("Kim Si-eun", "So Ju-ran", seasons=[2]),
            Role("Yoon Ga-i", "Lee Jong-ah", seasons=[2]),
            Role("Roh Jae-won", "Han Du-seok", seasons=[2]),
        ],
        crew=[
            Role("Lee Jae-kyoo", job="Director"),
            Role("Kim Nam-su", job="Director"),
            Role("Chun Sung-il", job="Writer"),
            Role("Joo Dong-geun", job="Author of the webtoon"),
        ],
        trailers=[
            TrailerEntry(
                "IN5TD4VRcSM",
                "All of Us Are Dead: official trailer",
                season=1,
                source=PINKVILLA_TRAILER,
            )
        ],
        news=[
            out(RADIO_TIMES_CAST, "2022-01-28", 1),
            on(RADIO_TIMES_CAST, "Netflix"),
            News("episode_count", DEADLINE_RENEWAL, season=1, number=12),
            renewed(VARIETY_RENEWAL, 2),
            News("in_production", UPI_PRODUCTION, season=2),
            joins(UPI_PRODUCTION, "Park Ji-hu", "Nam On-jo", 2),
            joins(MINT_PRODUCTION, "Yoon Chan-young", "Lee Cheong-san", 2),
            joins(MINT_PRODUCTION, "Cho Yi-hyun", "Choi Nam-ra", 2),
            joins(MINT_PRODUCTION, "Lomon", "Lee Su-hyeok", 2),
            joins(UPI_PRODUCTION, "Lee Min-jae", "Yong Ma-ru", 2),
            joins(UPI_PRODUCTION, "Kim Si-eun", "So Ju-ran", 2),
            joins(UPI_PRODUCTION, "Yoon Ga-i", "Lee Jong-ah", 2),
            # Media Indonesia names his character; NewsBytes his office.
            joins(NEWSBYTES_SEOUL, "Roh Jae-won", "Han Du-seok", 2),
            # Two outlets, two days (18 and 19 February) and no word from Netflix.
            News("wrapped", INDIA_TV_WRAP, season=2, certainty="reported"),
            News(
                "date_set",
                INDIA_TV_WRAP,
                season=2,
                date="2027-Q1",
                certainty="rumoured",
                note="Industry speculation; Netflix has given no date.",
            ),
            News(
                "date_set",
                NEWSX_WRAP,
                season=2,
                date="2026-Q4",
                certainty="rumoured",
                note="Contradicts India TV; not in Netflix's slate for 2026.",
            ),
        ],
    ),
    ShowEntry(
        key="squid-game",
        title="Squid Game",
        original_title="오징어 게임",
        kind="series",
        year=2021,
        synopsis=(
            "Four hundred and fifty-six people who owe more than they can pay play "
            "children’s games for a fortune. Whoever loses does not go home."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Thriller", "Drama"],
        alt_text=(
            "Poster of Squid Game: green and pink stairs descend past a pale sun, a "
            "tiny pink figure on one step."
        ),
        seasons=[
            SeasonEntry(
                1,
                "A chauffeur who gambles too much follows a business card to an island.",
                episodes=[
                    "Red Light, Green Light",
                    "Hell",
                    "The Man with the Umbrella",
                    "Stick to the Team",
                    "A Fair World",
                    "Gganbu",
                    "VIPS",
                    "Front Man",
                    "One Lucky Day",
                ],
            ),
            SeasonEntry(2, "Gi-hun goes back to end the games from inside."),
            SeasonEntry(3, "The last games, and what Gi-hun still owes."),
        ],
        cast=[
            Role("Lee Jung-jae", "Seong Gi-hun", seasons=[1, 2, 3]),
            Role("Wi Ha-joon", "Hwang Jun-ho", seasons=[1, 2, 3]),
            Role("Lee Byung-hun", "Hwang In-ho, the Front Man", seasons=[1, 2, 3]),
            Role("Gong Yoo", "The Salesman", seasons=[1, 2]),
            Role("Park Hae-soo", "Cho Sang-woo", seasons=[1]),
            Role("Jung Ho-yeon", "Kang Sae-byeok", seasons=[1]),
            Role("O Yeong-su", "Oh Il-nam", seasons=[1]),
            Role("Anupam Tripathi", "Ali Abdul", seasons=[1]),
            Role("Lee Yoo-mi", "Ji-yeong", seasons=[1]),
            Role("Im Si-wan", "Lee Myung-gi", seasons=[2, 3]),
            Role("Jo Yu-ri", "Kim Jun-hee", seasons=[2, 3]),
            Role("Park Gyu-young", "No-eul", seasons=[2, 3]),
            Role("Roh Jae-won", "Nam-gyu", seasons=[2, 3]),
            Role("Kim Si-eun", "Kim Young-mi", seasons=[2]),
        ],
        crew=[Role("Hwang Dong-hyuk", job="Creator, writer and director")],
        trailers=[
            TrailerEntry("oqxAJKy0ii4", "Squid Game: official trailer", season=1)
        ],
        news=[
            out(SQUID_ONE, "2021-09-17", 1, episodes=9),
            on(SQUID_ONE, "Netflix"),
            renewed(CNN_SQUID_RENEWAL, 2),
            out(DIRECT_SQUID_CAST, "2024-12-26", 2),
            out(SPORTSKEEDA_SQUID_FINAL, "2025-06-27", 3),
            # The creator said that there would be no fourth season.
            ended(SPORTSKEEDA_SQUID_FINAL, 3),
        ],
    ),
    ShowEntry(
        key="hellbound",
        title="Hellbound",
        original_title="지옥",
        kind="series",
        year=2021,
        based_on="the webtoon by Yeon Sang-ho and Choi Gyu-seok",
        synopsis=(
            "An apparition tells people the hour of their damnation, and something "
            "comes to keep the appointment. A preacher has an explanation ready, and a "
            "lawyer has doubts."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Horror", "Fantasy", "Thriller"],
        alt_text=(
            "Poster of Hellbound: three black arched figures with yellow eyes stand "
            "over a city of lit windows, all in red."
        ),
        seasons=[
            SeasonEntry(1, "The New Truth explains the first condemnations."),
            SeasonEntry(2, "The condemned begin to come back."),
        ],
        cast=[
            Role("Kim Hyun-joo", "Min Hye-jin", seasons=[1, 2]),
            Role("Yoo Ah-in", "Jung Jin-su", seasons=[1]),
            Role("Kim Sung-cheol", "Jung Jin-su", seasons=[2]),
            Role("Kim Shin-rok", "Park Jung-ja", seasons=[1, 2]),
            Role("Park Jeong-min", "Bae Young-jae", seasons=[1]),
            Role("Won Jin-ah", "Song So-hyun", seasons=[1]),
            Role("Yang Ik-june", "Jin Kyung-hun", seasons=[1, 2]),
        ],
        crew=[
            Role("Yeon Sang-ho", job="Creator and director"),
            Role("Choi Gyu-seok", job="Writer"),
        ],
        news=[
            out(CNA_HELLBOUND, "2021-11-19", 1, episodes=6),
            on(CNA_HELLBOUND, "Netflix"),
            dated(PINKVILLA_HELLBOUND_TWO, "2024-10-25", 2),
            joins(PINKVILLA_HELLBOUND_TWO, "Kim Sung-cheol", "Jung Jin-su", 2),
            News(
                "leaves",
                PINKVILLA_HELLBOUND_TWO,
                season=2,
                person="Yoo Ah-in",
                character="Jung Jin-su",
            ),
            out(Source("Netflix", "2024-10-25"), "2024-10-25", 2),
        ],
    ),
    ShowEntry(
        key="train-to-busan",
        title="Train to Busan",
        original_title="부산행",
        kind="film",
        year=2016,
        runtime=118,
        synopsis=(
            "A fund manager takes his daughter to her mother by the morning express. "
            "An infected passenger boards with the doors already closing."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Horror", "Action", "Thriller"],
        alt_text=(
            "Poster of Train to Busan: the nose of a dark train head-on, headlights "
            "burning, two hands against its windscreen."
        ),
        cast=[
            Role("Gong Yoo", "Seok-woo"),
            Role("Kim Su-an", "Su-an"),
            Role("Jung Yu-mi", "Seong-kyeong"),
            Role("Ma Dong-seok", "Sang-hwa"),
            Role("Choi Woo-shik", "Yong-guk"),
            Role("Ahn So-hee", "Jin-hee"),
            Role("Kim Eui-sung", "Yon-suk"),
        ],
        crew=[
            Role("Yeon Sang-ho", job="Director"),
            Role("Park Joo-suk", job="Writer"),
        ],
        trailers=[TrailerEntry("1ovgxN2VWNc", "Train to Busan: trailer")],
        news=[
            News("announced", UNITED_KPOP_BUSAN),
            out(KEPOPER_BUSAN, "2016-07-20"),
        ],
    ),
    ShowEntry(
        key="parasyte-the-grey",
        title="Parasyte: The Grey",
        original_title="기생수: 더 그레이",
        kind="series",
        year=2024,
        based_on="the manga Parasyte by Hitoshi Iwaaki",
        synopsis=(
            "Parasites that wear people as coats reach Korea. One of them fails to "
            "take over a supermarket cashier, and the two have to share."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Science fiction", "Horror", "Action"],
        alt_text=(
            "Poster of Parasyte: The Grey: a pale face whose upper half unfolds into "
            "grey and red petals with eyes on them."
        ),
        seasons=[SeasonEntry(1, "Su-in, Heidi, and the task force that hunts both.")],
        cast=[
            Role("Jeon So-nee", "Jeong Su-in and Heidi"),
            Role("Koo Kyo-hwan", "Seol Kang-woo"),
            Role("Lee Jung-hyun", "Choi Jun-kyung"),
            Role("Kwon Hae-hyo", "Kim Cheol-min"),
            Role("Kim In-kwon", "Kang Won-seok"),
        ],
        crew=[
            Role("Yeon Sang-ho", job="Director and writer"),
            Role("Ryu Yong-jae", job="Writer"),
        ],
        news=[
            dated(SPORTSKEEDA_PARASYTE, "2024-04-05", 1),
            on(SPORTSKEEDA_PARASYTE, "Netflix"),
            out(Source("Netflix", "2024-04-05"), "2024-04-05", 1, episodes=6),
        ],
    ),
    ShowEntry(
        key="kingdom",
        title="Kingdom",
        original_title="킹덤",
        other_titles=["Kingdom: Ashin of the North"],
        kind="series",
        year=2019,
        based_on="the webtoon The Kingdom of the Gods by Kim Eun-hee and Yang Kyung-il",
        synopsis=(
            "The king of Joseon is ill, or so the court says. His son rides south to "
            "learn what is wrong with him and meets it coming the other way."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Horror", "Period drama", "Thriller"],
        alt_text=(
            "Poster of Kingdom: a figure in a wide black hat before a pale moon, a "
            "curved palace roof below."
        ),
        seasons=[
            SeasonEntry(0, "Ashin of the North, a feature-length special."),
            SeasonEntry(1, "The crown prince follows the plague to its source."),
            SeasonEntry(2, "The palace gates do not hold."),
        ],
        cast=[
            Role("Ju Ji-hoon", "Lee Chang", seasons=[1, 2]),
            Role("Bae Doona", "Seo-bi", seasons=[1, 2]),
            Role("Ryu Seung-ryong", "Cho Hak-ju", seasons=[1, 2]),
            Role("Kim Sang-ho", "Mu-yeong", seasons=[1, 2]),
            Role("Kim Sung-kyu", "Yeong-shin", seasons=[1, 2]),
            Role("Kim Hye-jun", "Queen Cho", seasons=[1, 2]),
            Role("Jun Ji-hyun", "Ashin", seasons=[0]),
        ],
        crew=[
            Role("Kim Eun-hee", job="Writer"),
            Role("Kim Seong-hun", job="Director"),
            Role("Park In-je", job="Director", seasons=[2]),
        ],
        news=[
            out(NETFLIX_KINGDOM, "2019-01-25", 1, episodes=6),
            on(NETFLIX_KINGDOM, "Netflix"),
            dated(ASAPLAND_KINGDOM, "2020-03-13", 2),
            out(Source("Netflix", "2020-03-13"), "2020-03-13", 2, episodes=6),
            dated(BIZWIRE_KINGDOM, "2021-07-23", 0),
            out(Source("Netflix", "2021-07-23"), "2021-07-23", 0, episodes=1),
        ],
    ),
    ShowEntry(
        key="sweet-home",
        title="Sweet Home",
        original_title="스위트홈",
        kind="series",
        year=2020,
        based_on="the webtoon by Kim Carnby and Hwang Young-chan",
        synopsis=(
            "People turn into whatever they wanted most. The tenants of a run-down "
            "block called Green Home have to live with the results."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Horror", "Fantasy", "Action"],
        alt_text=(
            "Poster of Sweet Home: a dark apartment block, some of whose windows are "
            "open eyes."
        ),
        seasons=[
            SeasonEntry(1, "Green Home closes its gates."),
            SeasonEntry(2, "Outside turns out to be no better."),
            SeasonEntry(3, "Monsters, new humans, and the last of the old ones."),
        ],
        cast=[
            Role("Song Kang", "Cha Hyun-su"),
            Role("Lee Jin-wook", "Pyeon Sang-wook"),
            Role("Lee Si-young", "Seo Yi-kyung"),
            Role("Go Min-si", "Lee Eun-yu"),
            Role("Lee Do-hyun", "Lee Eun-hyeok", seasons=[1, 3]),
            Role("Kim Sung-cheol", "Jung Ui-myeong", seasons=[1]),
            Role("Park Gyu-young", "Yoon Ji-su", seasons=[1, 2]),
        ],
        crew=[Role("Lee Eung-bok", job="Director")],
        news=[
            out(KOREA_HERALD_SWEET_HOME, "2020", 1),
            on(KOREA_HERALD_SWEET_HOME, "Netflix"),
            out(KOREA_HERALD_SWEET_HOME, "2023", 2),
            dated(NETFLIX_SWEET_HOME, "2024-07-19", 3),
            out(Source("Netflix", "2024-07-19"), "2024-07-19", 3, episodes=8),
            ended(Source("Netflix", "2024-07-19"), 3),
        ],
    ),
    ShowEntry(
        key="daily-dose-of-sunshine",
        title="Daily Dose of Sunshine",
        original_title="정신병동에도 아침이 와요",
        kind="series",
        year=2023,
        based_on="the webtoon by Lee Ra-ha, a former psychiatric nurse",
        synopsis=(
            "A nurse moves from internal medicine to the psychiatric ward and learns "
            "that the line between staff and patients is drawn in pencil."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Drama", "Medical drama"],
        alt_text=(
            "Poster of Daily Dose of Sunshine: a blue and orange capsule lies on the "
            "horizon like a rising sun."
        ),
        seasons=[SeasonEntry(1, "A year on the ward, seen from the nurses’ station.")],
        cast=[
            Role("Park Bo-young", "Jung Da-eun"),
            Role("Yeon Woo-jin", "Dong Go-yun"),
            Role("Jang Dong-yoon", "Song Yu-chan"),
            Role("Lee Jung-eun", "Song Hyo-shin"),
            Role("Jeon Bae-soo", "Yoon Man-cheon"),
            Role("Yoo In-soo", "Ji Seung-jae"),
            Role("Roh Jae-won", "Kim Seo-wan"),
        ],
        crew=[Role("Lee Jae-kyoo", job="Director"), Role("Lee Nam-kyu", job="Writer")],
        news=[
            out(KOREA_HERALD_SUNSHINE, "2023-11-03", 1, episodes=12),
            on(KOREA_HERALD_SUNSHINE, "Netflix"),
        ],
    ),
    ShowEntry(
        key="weak-hero",
        title="Weak Hero",
        original_title="약한영웅",
        other_titles=["Weak Hero Class 1", "Weak Hero Class 2"],
        kind="series",
        year=2022,
        based_on="the webtoon by Seopass and Kim Jin-seok",
        synopsis=(
            "The best pupil in the school is also the slightest. When the bullies come "
            "he fights with what he has: physics, stationery and no fear at all."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Action", "Teen drama"],
        alt_text=(
            "Poster of Weak Hero: two sharpened pencils crossed like swords over a "
            "sheet of exam answers."
        ),
        seasons=[
            SeasonEntry(1, "Si-eun makes his first friends.", title="Class 1"),
            SeasonEntry(2, "A new school, an old debt.", title="Class 2"),
        ],
        cast=[
            Role("Park Ji-hoon", "Yeon Si-eun"),
            Role("Choi Hyun-wook", "Ahn Su-ho", seasons=[1]),
            Role("Hong Kyung", "Oh Beom-seok", seasons=[1]),
            Role("Ryeoun", "Park Hu-min", seasons=[2]),
            Role("Lee Min-jae", "Go Hyun-tak", seasons=[2]),
            Role("Lee Jun-young", "Geum Seong-je", seasons=[2]),
            Role("Bae Na-ra", "Na Baek-jin", seasons=[2]),
        ],
        crew=[Role("You Su-min", job="Director and writer")],
        news=[
            out(DRAMALIST_WEAK_HERO, "2022-11-18", 1, episodes=8),
            on(PINKVILLA_WEAK_HERO, "Wavve", territory="KR"),
            dated(INDIA_TODAY_WEAK_HERO, "2025-04-25", 2),
            joins(SPORTSKEEDA_WEAK_HERO, "Lee Min-jae", "Go Hyun-tak", 2),
            out(BEIJING_TIMES_WEAK_HERO, "2025-04-25", 2),
            on(BEIJING_TIMES_WEAK_HERO, "Netflix"),
        ],
    ),
    ShowEntry(
        key="the-trunk",
        title="The Trunk",
        original_title="트렁크",
        kind="limited",
        year=2024,
        based_on="the novel by Kim Ryeo-ryeong",
        synopsis=(
            "A company rents out spouses by the year. A music producer is sent one by "
            "his former wife, and a suitcase comes up from the bottom of a lake."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Mystery", "Romance", "Drama"],
        alt_text=(
            "Poster of The Trunk: a brown travelling trunk floats on a dark lake and "
            "sends out rings."
        ),
        seasons=[SeasonEntry(1, "One contract, one year, one trunk.")],
        cast=[
            Role("Seo Hyun-jin", "Noh In-ji"),
            Role("Gong Yoo", "Han Jeong-won"),
            Role("Jung Yun-ha", "Lee Seo-yeon"),
        ],
        crew=[
            Role("Kim Kyu-tae", job="Director"),
            Role("Park Eun-young", job="Writer"),
        ],
        news=[
            dated(IBTIMES_TRUNK, "2024-11-29", 1),
            on(PHILSTAR_TRUNK, "Netflix"),
            out(PINKVILLA_TRUNK, "2024-11-29", 1, episodes=8),
        ],
    ),
    ShowEntry(
        key="why-her",
        title="Why Her?",
        original_title="왜 오수재인가",
        other_titles=["Why Oh Soo-jae?"],
        kind="series",
        year=2022,
        synopsis=(
            "A star lawyer who stopped believing her clients is sent to teach law, and "
            "meets the one client she should have gone on believing."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Legal drama", "Romance", "Mystery"],
        alt_text=(
            "Poster of Why Her?: a pair of scales on dark red, the heavier pan holding "
            "a question mark."
        ),
        seasons=[SeasonEntry(1, "Oh Soo-jae goes back to school.")],
        cast=[
            Role("Seo Hyun-jin", "Oh Soo-jae"),
            Role("Hwang In-youp", "Gong Chan"),
            Role("Heo Joon-ho", "Choi Tae-kook"),
            Role("Bae In-hyuk", "Choi Yoon-sang"),
        ],
        crew=[],
        news=[
            dated(PINKVILLA_WHY_HER, "2022-06-03", 1),
            on(PINKVILLA_WHY_HER, "SBS", territory="KR"),
            out(Source("SBS", "2022-06-03"), "2022-06-03", 1),
            ended(PINKVILLA_WHY_HER_END, 1),
        ],
    ),
    ShowEntry(
        key="house-of-hummingbird",
        title="House of Hummingbird",
        original_title="벌새",
        kind="film",
        year=2018,
        runtime=138,
        synopsis=(
            "Seoul, 1994. Nobody at home is looking at fourteen-year-old Eun-hee, so "
            "she looks at everything else, and one teacher looks back."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Drama"],
        alt_text=(
            "Poster of House of Hummingbird: a red hummingbird with a fan of green "
            "wings above a bridge with a gap in it."
        ),
        cast=[Role("Park Ji-hu", "Eun-hee"), Role("Kim Sae-byuk", "Young-ji")],
        crew=[Role("Kim Bora", job="Writer and director")],
        news=[
            # At the festival of Busan; Korean cinemas had it in August 2019.
            out(YONHAP_HUMMINGBIRD, "2018-10"),
        ],
    ),
    ShowEntry(
        key="kpop-demon-hunters",
        title="KPop Demon Hunters",
        kind="film",
        year=2025,
        synopsis=(
            "Rumi, Mira and Zoey fill stadiums by day and fight demons by night. Their "
            "newest rivals are a boy band, and also demons."
        ),
        countries=["US"],
        languages=["en", "ko"],
        genres=["Animation", "Musical", "Fantasy"],
        alt_text=(
            "Poster of KPop Demon Hunters: three pink blades in violet spotlights "
            "before a full moon."
        ),
        cast=[
            Role("Arden Cho", "Rumi"),
            Role("May Hong", "Mira"),
            Role("Ji-young Yoo", "Zoey"),
            Role("Ahn Hyo-seop", "Jinu"),
            Role("Ken Jeong", "Bobby"),
            Role("Lee Byung-hun", "Gwi-Ma"),
            Role("EJAE", "Rumi (singing)"),
            Role("Audrey Nuna", "Mira (singing)"),
            Role("Rei Ami", "Zoey (singing)"),
        ],
        crew=[
            Role("Maggie Kang", job="Director and writer"),
            Role("Chris Appelhans", job="Director"),
        ],
        trailers=[TrailerEntry("AzCAwdp1uIQ", "KPop Demon Hunters: official trailer")],
        news=[
            out(NATIONAL_WORLD_KPOP, "2025-06-20"),
            on(GULF_KPOP, "Netflix"),
        ],
    ),
    ShowEntry(
        key="kpop-demon-hunters-2",
        title="KPop Demon Hunters 2",
        kind="film",
        year=None,
        synopsis=(
            "The sequel, under the same two directors. Nothing of its story is known."
        ),
        countries=["US"],
        languages=["en", "ko"],
        genres=["Animation", "Musical", "Fantasy"],
        alt_text=(
            "Poster of KPop Demon Hunters 2: the three blades again, silver in a "
            "crimson night."
        ),
        crew=[
            Role("Maggie Kang", job="Director and writer"),
            Role("Chris Appelhans", job="Director and writer"),
        ],
        news=[
            News("announced", SOOMPI_KPOP),
            on(SOOMPI_KPOP, "Netflix"),
            News("date_set", INDEPENDENT_KPOP, date="2029", certainty="reported"),
        ],
    ),
    ShowEntry(
        key="falling-into-your-smile",
        title="Falling Into Your Smile",
        original_title="你微笑时很美",
        kind="series",
        year=2021,
        based_on="a web novel by Qing Mei",
        synopsis=(
            "Tong Yao becomes the first woman to play for a top esports team. The "
            "captain has opinions about that, and then different opinions."
        ),
        countries=["CN"],
        languages=["zh"],
        genres=["Romance", "Comedy", "Sport"],
        alt_text=(
            "Poster of Falling Into Your Smile: a blue keyboard whose yellow keys form "
            "two eyes and a smile."
        ),
        seasons=[SeasonEntry(1, "One season of ZGDX, on stage and at home.")],
        cast=[
            Role("Xu Kai", "Lu Sicheng"),
            Role("Cheng Xiao", "Tong Yao"),
            Role("Zhai Xiaowen"),
        ],
        crew=[Role("Qiu Zhongwei", job="Director")],
        news=[
            # The reviews agree on the summer of 2021; none that was read gives a day.
            out(KAJOMAG_SMILE, "2021", 1, episodes=31),
            on(KAJOMAG_SMILE, "WeTV"),
        ],
    ),
    ShowEntry(
        key="tantara",
        title="Tantara",
        kind="series",
        year=2026,
        synopsis=(
            "From the sixties to the eighties, in years when it was better not to "
            "stand out, some people with nothing set out to be famous."
        ),
        countries=["KR"],
        languages=["ko"],
        genres=["Drama"],
        alt_text=(
            "Poster of Tantara: a pair of headphones in cream and orange on a stage "
            "red ground."
        ),
        seasons=[SeasonEntry(1)],
        cast=[Role("Song Hye-kyo"), Role("Gong Yoo"), Role("Cha Seung-won")],
        crew=[Role("Noh Hee-gyoung", job="Writer")],
        news=[
            News("announced", KOREA_NET_SLATE, season=1),
            on(KOREA_NET_SLATE, "Netflix"),
            dated(KOREA_NET_SLATE, "2026-Q4", 1),
        ],
    ),
]
