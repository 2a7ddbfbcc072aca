"""Every show and film of the demo, with the news that is known about it."""

from newsroom.demo.entries import ShowEntry

from . import america, anime, britain, europe, korea

SHOWS: list[ShowEntry] = [
    *korea.SHOWS,
    *britain.SHOWS,
    *america.SHOWS,
    *anime.SHOWS,
    *europe.SHOWS,
]
