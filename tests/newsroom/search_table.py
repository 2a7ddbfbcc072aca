"""
A small catalogue, and what readers who look for something in it type.

The titles, people and parts are facts that anybody can look up; the catalogue is made
of those that are easily mistaken for one another, or hard to type.
"""

from typing import NamedTuple


class Title(NamedTuple):
    title: str
    year: int
    made_by: str
    # "Actor" or "Actor: character".
    cast: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_film: bool = False


TITLES = (
    Title(
        "All of Us Are Dead",
        2022,
        "Lee Jae-kyoo",
        (
            "Park Ji-hu: Nam On-jo",
            "Yoon Chan-young: Lee Cheong-san",
            "Cho Yi-hyun: Choi Nam-ra",
            "Lomon: Lee Su-hyeok",
            "Yoo In-soo: Yoon Gwi-nam",
            "Lee You-mi: Lee Na-yeon",
        ),
        ("지금 우리 학교는", "Now at Our School"),
    ),
    Title(
        "Squid Game",
        2021,
        "Hwang Dong-hyuk",
        (
            "Lee Jung-jae: Seong Gi-hun",
            "Park Hae-soo: Cho Sang-woo",
            "Jung Ho-yeon: Kang Sae-byeok",
            "Wi Ha-jun: Hwang Jun-ho",
        ),
        ("오징어 게임",),
    ),
    Title(
        "Hellbound",
        2021,
        "Yeon Sang-ho",
        ("Yoo Ah-in", "Kim Hyun-joo", "Park Jeong-min"),
        ("지옥",),
    ),
    Title("Kingdom", 2019, "Kim Seong-hun", ("Ju Ji-hoon", "Bae Doona"), ("킹덤",)),
    Title("Sweet Home", 2020, "Lee Eung-bok", ("Song Kang", "Lee Jin-wook")),
    Title(
        "The Glory",
        2022,
        "Ahn Gil-ho",
        ("Song Hye-kyo: Moon Dong-eun", "Lee Do-hyun", "Lim Ji-yeon"),
        ("더 글로리",),
    ),
    Title(
        "Crash Landing on You",
        2019,
        "Lee Jung-hyo",
        ("Hyun Bin", "Son Ye-jin: Yoon Se-ri"),
        ("사랑의 불시착",),
    ),
    Title("Vincenzo", 2021, "Kim Hee-won", ("Song Joong-ki", "Jeon Yeo-been")),
    Title("Itaewon Class", 2020, "Kim Sung-yoon", ("Park Seo-jun", "Kim Da-mi")),
    Title(
        "Extraordinary Attorney Woo",
        2022,
        "Yoo In-sik",
        ("Park Eun-bin: Woo Young-woo", "Kang Tae-oh"),
        ("이상한 변호사 우영우",),
    ),
    Title(
        "Money Heist",
        2017,
        "Jesús Colmenar",
        ("Úrsula Corberó: Tokyo", "Álvaro Morte: The Professor", "Itziar Ituño"),
        ("La casa de papel",),
    ),
    Title("Élite", 2018, "Ramón Salazar", ("Itzan Escamilla", "Ester Expósito")),
    Title("Lupin", 2021, "Louis Leterrier", ("Omar Sy: Assane Diop",)),
    Title(
        "Call My Agent!",
        2015,
        "Cédric Klapisch",
        ("Camille Cottin",),
        ("Dix pour cent",),
    ),
    Title("Dark", 2017, "Baran bo Odar", ("Louis Hofmann", "Lisa Vicari")),
    Title("Dark Matter", 2015, "Paul Mullie", ("Melissa O'Neil",)),
    Title(
        "Altered Carbon", 2018, "Uta Briesewitz", ("Joel Kinnaman", "Anthony Mackie")
    ),
    Title("His Dark Materials", 2019, "Tom Hooper", ("Dafne Keen",)),
    Title(
        "The Witcher",
        2019,
        "Alik Sakharov",
        ("Henry Cavill: Geralt of Rivia", "Anya Chalotra: Yennefer", "Freya Allan"),
    ),
    Title(
        "Stranger Things",
        2016,
        "Shawn Levy",
        (
            "Winona Ryder: Joyce Byers",
            "David Harbour: Jim Hopper",
            "Millie Bobby Brown: Eleven",
            "Finn Wolfhard",
        ),
    ),
    Title(
        "Stranger", 2017, "Ahn Gil-ho", ("Cho Seung-woo", "Bae Doona"), ("비밀의 숲",)
    ),
    Title("The Stranger", 2020, "Daniel O'Hara", ("Richard Armitage",)),
    Title(
        "Bridgerton", 2020, "Julie Anne Robinson", ("Phoebe Dynevor", "Regé-Jean Page")
    ),
    Title("Narcos", 2015, "José Padilha", ("Wagner Moura", "Pedro Pascal")),
    Title("Narcos: Mexico", 2018, "Andi Baiz", ("Diego Luna", "Michael Peña")),
    Title(
        "Ozark",
        2017,
        "Jason Bateman",
        ("Jason Bateman", "Laura Linney", "Julia Garner"),
    ),
    Title("Black Mirror", 2011, "Owen Harris", ("Bryce Dallas Howard",)),
    Title("The Crown", 2016, "Stephen Daldry", ("Claire Foy", "Olivia Colman")),
    Title(
        "The Queen's Gambit",
        2020,
        "Scott Frank",
        ("Anya Taylor-Joy: Beth Harmon",),
    ),
    Title("Russian Doll", 2019, "Leslye Headland", ("Natasha Lyonne",)),
    Title(
        "Dead to Me",
        2019,
        "Amy York Rubin",
        ("Christina Applegate", "Linda Cardellini"),
    ),
    Title(
        "The Walking Dead", 2010, "Greg Nicotero", ("Andrew Lincoln", "Norman Reedus")
    ),
    Title("Fear the Walking Dead", 2015, "Michael E. Satrazemis", ("Kim Dickens",)),
    Title("Better Call Saul", 2015, "Vince Gilligan", ("Bob Odenkirk: Jimmy McGill",)),
    Title(
        "Breaking Bad",
        2008,
        "Michelle MacLaren",
        ("Bryan Cranston: Walter White", "Aaron Paul: Jesse Pinkman"),
    ),
    Title(
        "Alice in Borderland",
        2020,
        "Shinsuke Sato",
        ("Kento Yamazaki", "Tao Tsuchiya"),
        ("今際の国のアリス",),
    ),
    Title("Death Note", 2006, "Tetsuro Araki", ("Mamoru Miyano",), ("デスノート",)),
    Title("One Piece", 2023, "Marc Jobst", ("Iñaki Godoy: Monkey D. Luffy",)),
    Title("Roma", 2018, "Alfonso Cuarón", ("Yalitza Aparicio",), is_film=True),
    Title(
        "Okja", 2017, "Bong Joon Ho", ("Tilda Swinton", "Ahn Seo-hyun"), is_film=True
    ),
    Title(
        "The Irishman",
        2019,
        "Martin Scorsese",
        ("Robert De Niro", "Al Pacino"),
        is_film=True,
    ),
    Title(
        "Glass Onion",
        2022,
        "Rian Johnson",
        ("Daniel Craig", "Janelle Monáe"),
        is_film=True,
    ),
    Title(
        "Train to Busan", 2016, "Yeon Sang-ho", ("Gong Yoo",), ("부산행",), is_film=True
    ),
    Title(
        "Spirited Away",
        2001,
        "Hayao Miyazaki",
        ("Rumi Hiiragi",),
        ("千と千尋の神隠し",),
        is_film=True,
    ),
    Title("3%", 2016, "César Charlone", ("Bianca Comparato",)),
    Title(
        "13 Reasons Why", 2017, "Brian Yorkey", ("Dylan Minnette", "Katherine Langford")
    ),
    Title("1899", 2022, "Baran bo Odar", ("Emily Beecham",)),
    Title("You", 2018, "Lee Toland Krieger", ("Penn Badgley: Joe Goldberg",)),
    Title("Fauda", 2015, "Assaf Bernstein", ("Lior Raz",), ("פאודה",)),
    Title("Sacred Games", 2018, "Anurag Kashyap", ("Saif Ali Khan",), ("सेक्रेड गेम्स",)),
    Title("Trapped", 2015, "Baltasar Kormákur", ("Ólafur Darri Ólafsson",), ("Ófærð",)),
    Title(
        "The Bridge",
        2011,
        "Henrik Georgsson",
        ("Sofia Helin: Saga Norén",),
        ("Bron", "Broen"),
    ),
    Title("To the Lake", 2019, "Pavel Kostomarov", ("Kirill Käro",), ("Эпидемия",)),
    Title("Heartstopper", 2022, "Euros Lyn", ("Kit Connor", "Joe Locke")),
    Title("Wednesday", 2022, "Tim Burton", ("Jenna Ortega: Wednesday Addams",)),
    Title("Peaky Blinders", 2013, "Anthony Byrne", ("Cillian Murphy: Thomas Shelby",)),
    Title("The Karate Kid", 1984, "John G. Avildsen", ("Ralph Macchio",), is_film=True),
    Title("The Karate Kid Part II", 1986, "John G. Avildsen", is_film=True),
    Title("Kill Bill: Vol. 2", 2004, "Quentin Tarantino", is_film=True),
    # Titles that are words of questions, and words of titles.
    Title("The Game", 1997, "David Fincher", is_film=True),
    Title("Heist", 2001, "David Mamet", is_film=True),
    Title("Explained", 2018, "Claire Gordon"),
    Title("Due Date", 2010, "Todd Phillips", is_film=True),
    Title("Cobra Kai", 2018, "Joel Novoa", ("Ralph Macchio", "William Zabka")),
)

SHOW, PERSON, STORY, TAG = "show", "person", "story", "tag"
# What the desk has written: headline, the show it is about, its kind, a tag.
STORIES = (
    ("When is season 2 coming out?", "All of Us Are Dead", "explainer", "Zombies"),
    ("The ending, explained", "Squid Game", "explainer", "Korean drama"),
    ("Ten shows with the undead to watch next", "Kingdom", "list", "Zombies"),
    ("Why the final season splits in three", "Stranger Things", "news", "Hawkins"),
    ("A first look at the wedding", "Bridgerton", "news", "Costume drama"),
    ("The marbles, once more", "Squid Game", "recap", "Korean drama"),
)
# What is typed → what has to stand first among its kind.
QUERIES = {
    "as it is called": {
        "All of Us Are Dead": (SHOW, "All of Us Are Dead"),
        "squid game": (SHOW, "Squid Game"),
        "DARK": (SHOW, "Dark"),
        "stranger": (SHOW, "Stranger"),
        "the stranger": (SHOW, "The Stranger"),
        "you": (SHOW, "You"),
        "1899": (SHOW, "1899"),
        "3%": (SHOW, "3%"),
        "narcos mexico": (SHOW, "Narcos: Mexico"),
        "call my agent": (SHOW, "Call My Agent!"),
        "queens gambit": (SHOW, "The Queen's Gambit"),
        "witcher": (SHOW, "The Witcher"),
        "all of us are dead season 2 release date": (SHOW, "All of Us Are Dead"),
        "wednesday cast": (SHOW, "Wednesday"),
    },
    "in part": {
        "walking dea": (SHOW, "The Walking Dead"),
        "crash land": (SHOW, "Crash Landing on You"),
        "attorney woo": (SHOW, "Extraordinary Attorney Woo"),
        "casa de papel": (SHOW, "Money Heist"),
        "us are dead": (SHOW, "All of Us Are Dead"),
        "borderland": (SHOW, "Alice in Borderland"),
        "now at our scho": (SHOW, "All of Us Are Dead"),
        "13 reasons": (SHOW, "13 Reasons Why"),
    },
    "misspelt": {
        "all of us are ded": (SHOW, "All of Us Are Dead"),
        "squidgame": (SHOW, "Squid Game"),
        "sqiud game": (SHOW, "Squid Game"),
        "stanger things": (SHOW, "Stranger Things"),
        "strangerthings": (SHOW, "Stranger Things"),
        "brigerton": (SHOW, "Bridgerton"),
        "bridgerten": (SHOW, "Bridgerton"),
        "the wicher": (SHOW, "The Witcher"),
        "heartstoper": (SHOW, "Heartstopper"),
        "peeky blinders": (SHOW, "Peaky Blinders"),
        "extrordinary attorney woo": (SHOW, "Extraordinary Attorney Woo"),
        "mony heist": (SHOW, "Money Heist"),
        "itaewan class": (SHOW, "Itaewon Class"),
        "queens gambut": (SHOW, "The Queen's Gambit"),
        "wendesday": (SHOW, "Wednesday"),
    },
    "with what is asked about them": {
        "dark cast": (SHOW, "Dark"),
        "cast of dark": (SHOW, "Dark"),
        "kingdom season 3 release dates": (SHOW, "Kingdom"),
        "when does kingdom come out": (SHOW, "Kingdom"),
        "ozark trailers": (SHOW, "Ozark"),
        "you season 5": (SHOW, "You"),
        "is lupin renewed for part 4": (SHOW, "Lupin"),
        "elite ending explained": (SHOW, "Élite"),
        "stranger things 5": (SHOW, "Stranger Things"),
        "stranger things s5": (SHOW, "Stranger Things"),
        "where to watch train to busan": (SHOW, "Train to Busan"),
        "squid game netflix": (SHOW, "Squid Game"),
        "wicher cast": (SHOW, "The Witcher"),
        "sqiud game trailer": (SHOW, "Squid Game"),
        "ozrak season 4 release date": (SHOW, "Ozark"),
        "breaking bd": (SHOW, "Breaking Bad"),
        "cobra kay": (SHOW, "Cobra Kai"),
    },
    "in other numbers": {
        "squid games": (SHOW, "Squid Game"),
        "stranger thing": (SHOW, "Stranger Things"),
        "peaky blinder cast": (SHOW, "Peaky Blinders"),
        "sacred game": (SHOW, "Sacred Games"),
        "thirteen reasons why": (SHOW, "13 Reasons Why"),
        "karate kid 2": (SHOW, "The Karate Kid Part II"),
        "karate kid two": (SHOW, "The Karate Kid Part II"),
        "kill bill volume 2": (SHOW, "Kill Bill: Vol. 2"),
        "kill bill 2": (SHOW, "Kill Bill: Vol. 2"),
        "korean dramas": (TAG, "Korean drama"),
    },
    "without accents, signs and spaces": {
        "elite": (SHOW, "Élite"),
        "ofaerd": (SHOW, "Trapped"),
        "ofærð": (SHOW, "Trapped"),
        "ursula corbero": (PERSON, "Úrsula Corberó"),
        "alfonso cuaron": (PERSON, "Alfonso Cuarón"),
        "rege jean page": (PERSON, "Regé-Jean Page"),
        "olafur darri olafsson": (PERSON, "Ólafur Darri Ólafsson"),
        "inaki godoy": (PERSON, "Iñaki Godoy"),
        "janelle monae": (PERSON, "Janelle Monáe"),
    },
    "in other scripts and languages": {
        "지금 우리 학교는": (SHOW, "All of Us Are Dead"),
        "지금우리학교는": (SHOW, "All of Us Are Dead"),
        "오징어 게임": (SHOW, "Squid Game"),
        "오징어": (SHOW, "Squid Game"),
        "부산행": (SHOW, "Train to Busan"),
        "今際の国のアリス": (SHOW, "Alice in Borderland"),
        "千と千尋": (SHOW, "Spirited Away"),
        "デスノート": (SHOW, "Death Note"),
        "Эпидемия": (SHOW, "To the Lake"),
        "эпидемия": (SHOW, "To the Lake"),
        "פאודה": (SHOW, "Fauda"),
        "सेक्रेड गेम्स": (SHOW, "Sacred Games"),
        "dix pour cent": (SHOW, "Call My Agent!"),
        "la casa de papel": (SHOW, "Money Heist"),
        "bron": (SHOW, "The Bridge"),
    },
    "people": {
        "Lee Jung-jae": (PERSON, "Lee Jung-jae"),
        "lee jung jae": (PERSON, "Lee Jung-jae"),
        "jung-jae lee": (PERSON, "Lee Jung-jae"),
        "cavill": (PERSON, "Henry Cavill"),
        "bae doona": (PERSON, "Bae Doona"),
        "millie bobby": (PERSON, "Millie Bobby Brown"),
        "milly bobby brown": (PERSON, "Millie Bobby Brown"),
        "jenna ortga": (PERSON, "Jenna Ortega"),
        "cilian murphy": (PERSON, "Cillian Murphy"),
        "miyazaki": (PERSON, "Hayao Miyazaki"),
        "pedro pascall": (PERSON, "Pedro Pascal"),
        "anya taylor joy": (PERSON, "Anya Taylor-Joy"),
    },
    "people by whom they play or what they make": {
        "gi-hun": (PERSON, "Lee Jung-jae"),
        "seong gihun": (PERSON, "Lee Jung-jae"),
        "nam on-jo": (PERSON, "Park Ji-hu"),
        "choi nam ra": (PERSON, "Cho Yi-hyun"),
        "geralt of rivia": (PERSON, "Henry Cavill"),
        "walter white": (PERSON, "Bryan Cranston"),
        "beth harmon": (PERSON, "Anya Taylor-Joy"),
        "saga noren": (PERSON, "Sofia Helin"),
        "thomas shelby": (PERSON, "Cillian Murphy"),
        "squid game director": (PERSON, "Hwang Dong-hyuk"),
        "okja director": (PERSON, "Bong Joon Ho"),
        "lupin cast": (PERSON, "Omar Sy"),
        "director of squid game": (PERSON, "Hwang Dong-hyuk"),
        "who directed okja": (PERSON, "Bong Joon Ho"),
        "squid game directors": (PERSON, "Hwang Dong-hyuk"),
        "who plays gi-hun": (PERSON, "Lee Jung-jae"),
        "pedro pascal shows": (PERSON, "Pedro Pascal"),
    },
    "stories and tags": {
        "squid game ending explained": (STORY, "The ending, explained"),
        "all of us are dead season 2": (STORY, "When is season 2 coming out?"),
        "지금 우리 학교는 season 2": (STORY, "When is season 2 coming out?"),
        "squid game recaps": (STORY, "The marbles, once more"),
        "bridgerton weddings": (STORY, "A first look at the wedding"),
        "bridgerton wedding": (STORY, "A first look at the wedding"),
        "undead": (STORY, "Ten shows with the undead to watch next"),
        "zombies": (TAG, "Zombies"),
        "zombie": (TAG, "Zombies"),
        "korean drama": (TAG, "Korean drama"),
    },
}
