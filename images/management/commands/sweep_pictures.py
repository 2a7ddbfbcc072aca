from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from images.models import Image
from images.renditions import delete_files
from images.sweeping import orphans, unfinished
from images.withdrawal import delete_left_files


class Command(BaseCommand):
    help = (
        "Delete files in the picture storage that belong to no picture, and what is "
        "left of withdrawn ones."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be deleted"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        withdrawn = list(unfinished())
        left = {name for image in withdrawn for name in image.files_left}
        lost = [name for name in orphans() if name not in left]
        names = [*sorted(left), *lost]
        for name in names:
            self.stdout.write(name)
        if dry_run:
            self.stdout.write(f"{len(names)} files would be deleted.")
            return
        failed = [name for image in withdrawn for name in delete_left_files(image)]
        failed += delete_files(Image._meta.get_field("file").storage, lost)
        self.stdout.write(f"{len(names) - len(failed)} files were deleted.")
        if failed:
            raise CommandError(
                f"The storage did not delete {len(failed)} files; run this again."
            )
