"""The shows that the sentences are about, and what is known of them on 20 November 2026."""

from datetime import date as Date

from articles.claims import (
    CreditNow,
    FactsNow,
    Known,
    PersonSubject,
    Release,
    SeasonSubject,
    ShowSubject,
    SubjectNow,
    Subjects,
)

TODAY = Date(2026, 11, 20)
PUBLISHED = Date(2026, 1, 10)


def out(date, episodes=None, value="out"):
    day = Date.fromisoformat(date)
    count = Known(str(episodes), day) if episodes else None
    return SubjectNow(
        status=Known(value, day),
        releases=[Release(day, since=day)],
        episode_count=count,
    )


FACTS = {
    1: FactsNow(
        TODAY,
        "All of Us Are Dead",
        show=SubjectNow(platforms=[Known("Netflix")]),
        seasons={
            1: out("2022-01-28", 12),
            2: SubjectNow(
                status=Known("in_production", Date(2025, 7, 23)),
                reported_releases=[Release(Date(2027, 1, 1), "quarter")],
            ),
        },
        credits=[
            CreditNow(1, "Park Ji-hu", "Nam On-jo", [1, 2], ["Park Ji-hoo"]),
            CreditNow(2, "Cho Yi-hyun", "Choi Nam-ra", [1, 2], ["Choi Yi-hyun"]),
            CreditNow(3, "Lomon", "Lee Su-hyeok", [1, 2], ["Park Solomon"]),
            CreditNow(4, "Im Jae-hyuk", "Yang Dae-su", [1], ["Lim Jae-hyuk"]),
            CreditNow(5, "Ha Seung-ri", "Jang Ha-ri", [1]),
            CreditNow(6, "Kim Bo-yoon", "Seo Hyo-ryung", [1]),
            CreditNow(7, "Roh Jae-won", "Han Du-seok", [2]),
            CreditNow(8, "Yoon Chan-young", "Lee Cheong-san", [1, 2]),
        ],
    ),
    2: FactsNow(
        TODAY,
        "Peaky Blinders",
        show=SubjectNow(
            status=Known("ended", Date(2022, 4, 3)),
            platforms=[Known("BBC One"), Known("Netflix")],
        ),
        seasons={
            **{n: out(f"{2012 + n}-09-12", 6) for n in range(1, 6)},
            6: out("2022-02-27", 6, "ended"),
        },
        credits=[
            CreditNow(20, "Cillian Murphy", "Tommy Shelby"),
            CreditNow(21, "Helen McCrory", "Polly Gray", [1, 2, 3, 4, 5]),
            CreditNow(22, "Sophie Rundle", "Ada Thorne"),
        ],
    ),
    3: FactsNow(
        TODAY,
        "Sweet Magnolias",
        show=SubjectNow(platforms=[Known("Netflix")]),
        seasons={
            **{n: out(f"{2019 + n}-05-19", 10) for n in range(1, 5)},
            5: out("2026-06-11", 10),
        },
        credits=[
            CreditNow(30, "JoAnna Garcia Swisher", "Maddie Townsend"),
            CreditNow(31, "Brooke Elliott", "Dana Sue Sullivan"),
            CreditNow(
                32, "Chris Klein", "Bill Townsend", [1, 2, 3, 4], has_left=True,
                since=Date(2025, 9, 1),
            ),
        ],
    ),
    4: FactsNow(
        TODAY,
        "House of Guinness",
        show=SubjectNow(platforms=[Known("Netflix")]),
        seasons={
            1: out("2025-09-25", 8),
            2: SubjectNow(is_renewal_reported=True),
        },
        credits=[
            CreditNow(40, "Anthony Boyle", "Arthur Guinness"),
            CreditNow(41, "Louis Partridge", "Edward Guinness"),
        ],
    ),
    5: FactsNow(
        TODAY,
        "Harbour Lights",
        show=SubjectNow(
            status=Known("cancelled", Date(2025, 9, 1)), platforms=[Known("Apple TV+")]
        ),
        seasons={1: out("2024-03-08", 8), 2: out("2025-05-16", 8)},
    ),
    6: FactsNow(
        TODAY,
        "The Glass Orchard",
        show=SubjectNow(
            platforms=[Known("Prime Video", Date(2026, 3, 1))],
            left_platforms=[Known("Hulu", Date(2026, 3, 1))],
        ),
        seasons={
            1: out("2024-10-03", 8),
            2: SubjectNow(
                status=Known("dated", Date(2026, 10, 1)),
                releases=[Release(Date(2027, 3, 12), since=Date(2026, 10, 1))],
                episode_count=Known("6", Date(2026, 10, 1)),
            ),
        },
        credits=[
            CreditNow(
                60, "Nora Vance", "Iris Bell", [1], has_left=True,
                since=Date(2026, 2, 2),
            ),
            CreditNow(61, "Idris Cole", "Daniel Marsh"),
            CreditNow(62, "Tess Calloway", "Ruth Marsh"),
        ],
    ),
}  # fmt: skip
OTHER_TITLES = {1: ["Now at Our School", "AOUAD"]}
LETTERS = {"a": 1, "p": 2, "m": 3, "g": 4, "h": 5, "o": 6}


def subjects(code):
    """ "a2" is a story linked to All of Us Are Dead and its season 2; "o2m" to two."""
    shows, seasons, people = [], [], []
    for character in code:
        if character.isdigit():
            seasons.append((shows[-1].id, int(character)))
            continue
        facts = FACTS[LETTERS[character]]
        show_id = LETTERS[character]
        numbered = [SeasonSubject(n, show_id * 100 + n) for n in facts.seasons]
        shows.append(
            ShowSubject(show_id, facts.title, OTHER_TITLES.get(show_id, []), numbered)
        )
        people += [
            PersonSubject(
                each.person_id,
                each.name,
                each.other_spellings,
                {show_id: [each.character]},
            )
            for each in facts.credits
        ]
    return Subjects(shows, seasons, people, ["Netflix", "Prime Video", "Hulu"])
