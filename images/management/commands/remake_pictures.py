from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from images.models import Image
from images.renditions import SHAPES, enclosed_name, make_renditions


class Command(BaseCommand):
    help = (
        "Make the sizes of pictures that were stored before a new shape was added, and "
        "note how long the files are that feeds enclose, where nobody has. "
        "Stopped halfway, it goes on where it stopped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        complete = Q()
        for shape in SHAPES:
            complete &= Q(rendition_sizes__has_key=shape)
        stale = Image.objects.exclude(complete).exclude(rendition_key="")
        made, failed = 0, []
        for pk in list(stale.order_by("pk").values_list("pk", flat=True)):
            image = Image.objects.get(pk=pk)
            try:
                make_renditions(image)
            except (OSError, ValidationError) as error:
                failed.append(pk)
                self.stderr.write(f"{image}: {error}")
            else:
                made += 1
        self.stdout.write(f"{made} pictures were made anew.")
        failed += self._measure()
        if failed:
            raise CommandError(f"{len(failed)} pictures could not be read or made.")

    def _measure(self) -> list[int]:
        """Those whose file the storage does not find."""
        unknown = Image.objects.filter(enclosure_length=None).exclude(rendition_key="")
        lost = []
        for image in unknown.order_by("pk").iterator():
            try:
                length = image.file.storage.size(enclosed_name(image))
            except Exception as error:  # each storage has its own
                lost.append(image.pk)
                self.stderr.write(f"{image}: {error}")
            else:
                # Only where no other renditions have been made meanwhile.
                same = Image.objects.filter(
                    pk=image.pk, rendition_key=image.rendition_key
                )
                same.update(enclosure_length=length)
        return lost
