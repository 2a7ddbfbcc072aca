"""What the content security policy must know of scripts that stand within a page."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path


def source_of(script: str) -> str:
    """
    The policy's name for a script that stands within a page, as browsers work it out
    (Content Security Policy Level 3, 2.3.1).
    """
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def script_hash(template: Path) -> str:
    """
    The policy's name for the one script of a template, which may hold no variables.

    Raises ValueError when there is not exactly one.
    """
    [script] = re.findall(r"<script>(.*?)</script>", template.read_text(), re.DOTALL)
    return source_of(script)
