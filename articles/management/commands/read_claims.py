from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Article, Statement, Version
from articles.news import claiming, doubting
from shows.models import Show


class Command(BaseCommand):
    help = (
        "Read the claims of all stories anew and hold them against what is known. Once "
        "after an upgrade that reads more or better; harmless at any time, and it can "
        "be stopped and run again."
    )

    def handle(self, **options: Any) -> None:
        asked = Q(live_from__isnull=False, kind__in=claiming.LIVING)
        asked &= Q(live_until=None) | Q(live_until__gt=timezone.now())
        asked |= Q(number=F("article__latest_number"))
        versions = Version.objects.filter(asked).order_by("pk")
        count = claims = 0
        for key in versions.values_list("pk", flat=True).iterator():
            count += 1
            claims += self._read(key)
        judged = sum(
            doubting.judge_show(show)
            for show in Show.objects.filter(
                pk__in=Statement.objects.order_by().values("show")
            )
        )
        self.stdout.write(
            f"{count} versions read, {claims} claims, {judged} flags changed."
        )

    @transaction.atomic
    def _read(self, key: int) -> int:
        version = Version.objects.select_related("article").get(pk=key)
        article = Article.objects.select_for_update(of=("self",)).get(
            pk=version.article_id
        )
        found = claiming.read(version)
        claiming.keep(article)
        return len(found)
