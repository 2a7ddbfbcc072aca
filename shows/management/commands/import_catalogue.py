from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, reset_queries

from shows.catalogue import netflix, tvmaze
from shows.catalogue.titles import Skipped, Title, UnreadableFileError
from shows.catalogue.writer import Catalogue, Report

BATCH = 250
MOST_REMARKS = 40
# Read to its end, but not every row could be taken in.
ROWS_SKIPPED = 2


class Command(BaseCommand):
    help = (
        "Takes in a catalogue: CSV with the columns of the published list of Netflix "
        "titles, or JSON as the TVmaze API gives it. May be run again at any time; "
        "what is here already is not made twice, and what somebody edited here stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would happen, write nothing.",
        )
        parser.add_argument(
            "--batch",
            type=int,
            default=BATCH,
            help=f"Titles per transaction ({BATCH}).",
        )

    def handle(self, *, file: Path, dry_run: bool, batch: int, **options: Any) -> None:
        reader = self._reader(file)
        catalogue = Catalogue(reader.source, reader.source_name, dry_run=dry_run)
        waiting: list[Title] = []
        try:
            for row in reader:
                if isinstance(row, Skipped):
                    catalogue.report.skipped.append((row.row, row.reason))
                    continue
                waiting.append(row)
                if len(waiting) >= max(batch, 1):
                    catalogue.take(waiting)
                    waiting = []
                    # With DEBUG on, Django would keep every statement in memory.
                    reset_queries()
                    self._progress(reader, catalogue.report)
            if waiting:
                catalogue.take(waiting)
            self._progress(reader, catalogue.report, end="\n")
        except UnreadableFileError as error:
            raise CommandError(f"{file}: {error}") from error
        if catalogue.report.made and not dry_run:
            # Tables that have grown at once are read by the wrong index until the
            # database has looked at them.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self._close(catalogue.report, dry_run)

    def _reader(self, file: Path) -> netflix.Reader | tvmaze.Reader:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        match file.suffix.lower():
            case ".csv":
                return netflix.Reader(file)
            case ".json":
                return tvmaze.Reader(file)
        raise CommandError(f"{file} is neither .csv nor .json.")

    def _progress(
        self, reader: netflix.Reader | tvmaze.Reader, report: Report, end: str = ""
    ) -> None:
        share = min(reader.position / reader.size, 1) if reader.size else 1
        bar = "█" * round(share * 30)
        text = f"{bar:░<30} {share:4.0%}  {report.rows:,} rows"
        if self.stdout.isatty():
            self.stdout.write(f"\r{text}", ending=end)
        else:
            self.stdout.write(text)
        self.stdout.flush()

    def _close(self, report: Report, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Nothing was written; this is what would happen.")
        self.stdout.write(
            f"{report.made:,} made, {report.updated:,} updated, "
            f"{report.unchanged:,} unchanged, {len(report.skipped):,} skipped "
            f"of {report.rows:,} rows."
        )
        if report.proposed:
            self.stdout.write(
                f"{report.proposed:,} statements about shows that were here wait as "
                "proposals for an editor."
            )
        for row, remark in report.remarks[:MOST_REMARKS]:
            self.stdout.write(f"  row {row}: {remark}")
        if len(report.remarks) > MOST_REMARKS:
            more = len(report.remarks) - MOST_REMARKS
            self.stdout.write(f"  … and {more:,} more remarks.")
        for row, reason in report.skipped:
            self.stdout.write(self.style.WARNING(f"  row {row} skipped: {reason}"))
        if report.skipped:
            raise CommandError(
                f"{len(report.skipped):,} rows were skipped; mend them and run it "
                "again.",
                returncode=ROWS_SKIPPED,
            )
