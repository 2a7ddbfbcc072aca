"""Print, as JSON, what each page costs: SQL statements and bytes on the wire."""

import gzip
import json
import re
import sys

import brotli
import django

STYLE = re.compile(r'<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]+src="([^"]+)"')


def main(paths: list[str]) -> dict[str, dict]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    costs = {}
    for path in paths:
        # Once without counting: content types and the like are read only once.
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        page = response.text

        def static(addresses: list[str]) -> bytes:
            return b"".join(
                (
                    settings.STATIC_ROOT / address.removeprefix(settings.STATIC_URL)
                ).read_bytes()
                for address in addresses
            )

        costs[path] = {
            "sql": len(queries),
            "html": sizes(page.encode()),
            "css": sizes(static(STYLE.findall(page))),
            "js": sizes(static(SCRIPT.findall(page))),
        }
    return costs


def sizes(data: bytes) -> dict[str, int]:
    if not data:
        return {"plain": 0, "gzip": 0, "brotli": 0}
    return {
        "plain": len(data),
        "gzip": len(gzip.compress(data, 6)),
        "brotli": len(brotli.compress(data, quality=11)),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(sys.argv[1:])))
