"""What the page of a guide costs with no live fact in it, and with many."""

import sys

import django

MANY = 50
ASKED = [("status", "phrase"), ("release_date", "on"), ("platform", "on")]


def main() -> None:
    without, with_many = queries(0), queries(MANY)
    print(
        f"SQL of the page of a guide: {without} without live facts, "
        f"{with_many} with {MANY} of them."
    )
    if with_many != without:
        sys.exit("It has to cost the same.")


def queries(count: int) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.body.live_facts import Reference, element
    from articles.models import VersionShow

    row = VersionShow.objects.filter(version__kind="explainer", is_primary=True).first()
    version = row.version
    sentences = [
        element(Reference(field, row.show_id, None, form), "")
        for number in range(count)
        for field, form in [ASKED[number % len(ASKED)]]
    ]
    version.body = "<p>A guide.</p>" + "".join(
        f"<p>It {each}.</p>" for each in sentences
    )
    version.save(update_fields=["body"])
    client = Client(HTTP_HOST="127.0.0.1")
    # Once without counting: some things are read only once.
    client.get(version.get_absolute_url())
    with CaptureQueriesContext(connection) as found:
        assert client.get(version.get_absolute_url()).status_code == 200
    return len(found)


if __name__ == "__main__":
    django.setup()
    main()
