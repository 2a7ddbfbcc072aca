"""The accounts, sections and authors of the demo's newsroom. All of them are invented."""

from collections.abc import Sequence
from typing import NamedTuple


class Account(NamedTuple):
    """A login whose password is its name; the demo is for one's own machine."""

    username: str
    first_name: str
    last_name: str
    group: str = ""
    is_superuser: bool = False


ACCOUNTS = [
    Account("writer", "Hana", "Whitlock", group="Writers"),
    Account("editor", "Imogen", "Vale", group="Editors"),
    Account("admin", "Ada", "Minister", is_superuser=True),
]


class SectionEntry(NamedTuple):
    slug: str
    name: str
    description: str


SECTIONS = [
    SectionEntry("tv", "TV", "Series, seasons and the wait between them."),
    SectionEntry("film", "Film", "In cinemas, at home and in development."),
    SectionEntry("k-drama", "K-drama", "Korean series, with the names spelled right."),
    SectionEntry("anime", "Anime", "From the page to the cour."),
    SectionEntry("music", "Music", "Songs that do something."),
    SectionEntry("culture", "Culture", "How it is made, and what becomes of it."),
]


# Shops that exist nowhere; their links earn this newsroom nothing.
SHOPS = [("Inkwell Books", "inkwell-books.example")]


class AuthorEntry(NamedTuple):
    key: str
    name: str
    title: str
    biography: str
    alt_text: str
    username: str = ""
    links: Sequence[tuple[str, str]] = ()


AUTHORS = [
    AuthorEntry(
        "imogen-vale",
        "Imogen Vale",
        "Television editor",
        "Imogen Vale runs the television desk and its three kinds of ink. She came to "
        "criticism from continuity, where she spent six years noticing that the glass "
        "was in the other hand.\n\n"
        "She has watched every finale that was ever called the last one, and keeps a "
        "list of those that were.",
        "Portrait of Imogen Vale in cut paper: dark bob, green jumper, red ground.",
        username="editor",
    ),
    AuthorEntry(
        "hana-whitlock",
        "Hana Whitlock",
        "K-drama correspondent",
        "Hana Whitlock writes about Korean series and the people in them, and looks "
        "after the drawer in which the newsroom keeps the spellings it does not print."
        "\n\n"
        "She reads webtoons on the bus and has missed her stop in four countries.",
        "Portrait of Hana Whitlock in cut paper: long black hair, pale shirt, blue "
        "ground.",
        username="writer",
    ),
    AuthorEntry(
        "tobias-okonedo-marsh",
        "Tobias Okonedo-Marsh",
        "Film critic",
        "Tobias Okonedo-Marsh reviews films and explains the ones that need it. He was "
        "a projectionist until there was nothing left to thread.\n\n"
        "His favourite special effect is a door that opens at the wrong moment.",
        "Portrait of Tobias Okonedo-Marsh in cut paper: round glasses, beard, yellow "
        "ground.",
    ),
    AuthorEntry(
        "priya-castellane",
        "Priya Castellane",
        "Music and film writer",
        "Priya Castellane writes about music that has to share a room with pictures. "
        "She played the viola in an orchestra for video games and can tell you what "
        "the boss is thinking.\n\n"
        "She does not believe in guilty pleasures, or in acquitting them.",
        "Portrait of Priya Castellane in cut paper: black hair in a bun, orange top, "
        "violet ground.",
    ),
    AuthorEntry(
        "dario-fenn",
        "Dario Fenn",
        "Anime and games writer",
        "Dario Fenn covers animation, games and whatever happens between them. He once "
        "taught himself to read credits in a language he could not speak, to find out "
        "who had drawn the water.\n\n"
        "He was once wrong about a brewery, and says so on its page.",
        "Portrait of Dario Fenn in cut paper: red curls, grey glasses, navy jumper.",
    ),
    AuthorEntry(
        "magnus-thorley",
        "Magnus Thorley",
        "Writer at large",
        "Magnus Thorley writes long pieces about small things: a hyphen, a stopwatch, "
        "the second line of a subtitle. He has been in newspapers since they were "
        "printed on them.\n\n"
        "He files early and then rings to change a comma.",
        "Portrait of Magnus Thorley in cut paper: swept fair hair, beard, dark red "
        "jumper, green ground.",
    ),
]
