from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo.library import SMALL, Sizes
from newsroom.demo.load import load


class Command(BaseCommand):
    help = (
        "Fill the site with a demonstration newsroom: shows with sourced facts, "
        "stories in every state, authors, pictures, and three accounts. Loading it "
        "again adds nothing and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--small-pictures",
            action="store_true",
            help="Draw the pictures as thumbnails: quick, and enough for tests.",
        )

    def handle(self, *, small_pictures: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo makes accounts whose passwords everybody knows, so it is "
                "loaded only where DEBUG is on."
            )
        load(self.report, sizes=SMALL if small_pictures else Sizes())
        self.report("The demo is loaded. Log in as writer, editor or admin.")

    def report(self, line: str) -> None:
        self.stdout.write(line)
