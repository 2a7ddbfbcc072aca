"""Reading structured data as search engines do: what stands in the page, nothing else."""

import json
import re
from typing import Any

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def nodes(response: Any) -> dict[str, Any]:
    """The things that a page describes, by type."""
    (text,) = SCRIPT.findall(response.content.decode())
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def way(page: dict[str, Any]) -> list[str]:
    steps = page["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [step["item"] for step in steps]
