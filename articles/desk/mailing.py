"""
Notices by mail: at most once each.

Whoever mails a notice first takes it: one conditional UPDATE, committed before
anything leaves, which only one of two runs at once can win. What the mail server
refuses is given back and tried again later. What may have left is not: if the process
dies, or the line breaks after the text was handed over, that mail is not sent a second
time. A lost mail costs little, as the notice still stands on the first screen; a desk
that is mailed everything twice stops reading its mail.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.models import Notice
from articles.permissions import may_see

logger = logging.getLogger(__name__)

# After the last it is for a person to look at the log of the mail server.
MOST_TRIES = 8
# A mail that comes later tells nothing new.
TOO_LATE = timedelta(days=2)
# What one round sends; the next one goes on.
MOST_AT_ONCE = 200
# The server may have taken the text before the line broke.
UNCERTAIN = (smtplib.SMTPServerDisconnected, TimeoutError)


@dataclass
class Round:
    """What became of the notices that one run looked at."""

    sent: int = 0
    failed: int = 0
    # Nobody to mail: no address, seen already, the story no longer theirs to see.
    needless: int = 0


def mail_notices(only: Iterable[int] | None = None) -> Round:
    """Mail whatever is due, or those of it with these keys."""
    now = timezone.now()
    due = Notice.objects.filter(try_at__lte=now, made_at__gt=now - TOO_LATE)
    if only is not None:
        due = due.filter(pk__in=list(only))
    keys = due.order_by("try_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    done = Round()
    post = _Post()
    try:
        for key in list(keys):
            notice = _take(key)
            if notice is None:
                continue
            if not _is_wanted(notice):
                done.needless += 1
                continue
            if not post.is_open():
                # Nothing left, so this was no try; the others are left as they are.
                _give_back(notice, timezone.now(), tries=notice.tries - 1)
                done.failed += 1
                break
            if post.send(notice):
                done.sent += 1
            else:
                done.failed += 1
    finally:
        post.close()
    return done


class _Post:
    """One connection to the mail server for a whole round, made when it is needed."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.opened = False

    def is_open(self) -> bool:
        if not self.opened:
            try:
                self.connection.open()
            except OSError as error:
                logger.warning("The mail server does not answer: %s", error)
                return False
            self.opened = True
        return True

    def send(self, notice: Notice) -> bool:
        message = _message(notice)
        message.connection = self.connection
        try:
            message.send()
        except UNCERTAIN:
            logger.exception("Notice %s may have been mailed, or not.", notice.pk)
            self.close()
            return False
        except Exception as error:
            # Whatever the backend raises, the other mails still have to go out.
            logger.warning("Notice %s was not mailed: %s", notice.pk, error)
            if notice.tries < MOST_TRIES:
                wait = timedelta(minutes=2**notice.tries)
                _give_back(notice, timezone.now() + wait, tries=notice.tries)
            return False
        Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now())
        return True

    def close(self) -> None:
        self.opened = False
        try:
            self.connection.close()
        except OSError as error:
            logger.warning("The mail server hung up: %s", error)


def _take(key: int) -> Notice | None:
    """The notice, for the one run that took it."""
    free = Notice.objects.filter(pk=key, try_at__isnull=False, sent_at=None)
    if not free.update(try_at=None, tries=F("tries") + 1):
        return None
    return (
        Notice.objects.select_related("user", "by", "article", "note")
        .defer("article__body")
        .get(pk=key)
    )


def _give_back(notice: Notice, at: datetime, *, tries: int) -> None:
    Notice.objects.filter(pk=notice.pk).update(try_at=at, tries=tries)


def _is_wanted(notice: Notice) -> bool:
    """Asked again now: rights, people and addresses change while mail waits."""
    return (
        notice.seen_at is None
        and bool(notice.user.email)
        and notice.user.is_active
        and may_see(notice.user, notice.article)
    )


def _message(notice: Notice) -> EmailMessage:
    what = f"{notice.by} {notice.get_kind_display()}"
    address = reverse("admin:articles_article_change", args=[notice.article_id])
    anchor = f"#note-{notice.note_id}" if notice.note_id else ""
    host = urlsplit(settings.SITE_URL).hostname
    text = render_to_string(
        "articles/mail/notice.txt",
        {
            "notice": notice,
            "what": what,
            "story_url": urljoin(f"{settings.SITE_URL}/", f"{address}{anchor}"),
            "notices_url": urljoin(
                f"{settings.SITE_URL}/", reverse("admin:articles_article_notices")
            ),
            "site_name": settings.SITE_NAME,
        },
    )
    # A line break in a header would begin another header.
    subject = " ".join(f"{what}: {notice.article}".split())
    return EmailMessage(
        subject,
        text,
        to=[notice.user.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{host}>",
            # Mail programs show what concerns one story together.
            "References": f"<story-{notice.article_id}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
