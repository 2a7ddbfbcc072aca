"""Every page before the HTML checker of the W3C, which is started once for all."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NO_HTML_CHECKER
from tests.pages import on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]

# `make test` lets npm bring it.
CHECKER = Path(sys.prefix, "node/node_modules/vnu-jar/build/dist/vnu.jar")


def errors(folder: Path) -> dict[str, set[str]]:
    """What is wrong with each of the pages in a folder, and where."""
    java = shutil.which("java")
    if not java or not CHECKER.exists():
        pytest.skip(NO_HTML_CHECKER)
    # It recurses deeper than the stack that Java gives by itself. The rest makes a
    # short run of one core shorter.
    command = [java, "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"]
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    told = subprocess.run(
        [*command, str(CHECKER), *options, str(folder)], capture_output=True, check=True
    )
    found: dict[str, set[str]] = {}
    for message in json.loads(told.stdout)["messages"]:
        words = f"{message['message']} {message.get('extract', '')}"
        found.setdefault(Path(message["url"]).stem, set()).add(words)
    return found


def test_no_page_has_an_error_or_a_warning(site, tmp_path):
    pages = {name: page.content for name, page in site.pages.items()}
    pages |= {f"{name} while empty": page.content for name, page in site.empty.items()}
    # So that the checker is known to have looked.
    pages["broken"] = pages["home"].replace(b"</main>", b"</p></main>")
    for name, content in pages.items():
        (tmp_path / f"{name}.html").write_bytes(content)

    found = errors(tmp_path)

    assert found.pop("broken")
    assert found == {}
