from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from images.models import Image
from images.renditions import delete_files
from images.sweeping import orphans


class Command(BaseCommand):
    help = "Delete files in the picture storage that belong to no picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be deleted"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        names = list(orphans())
        for name in names:
            self.stdout.write(name)
        if dry_run:
            self.stdout.write(f"{len(names)} files would be deleted.")
            return
        delete_files(Image._meta.get_field("file").storage, names)
        self.stdout.write(f"{len(names)} files were deleted.")
