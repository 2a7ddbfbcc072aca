"""What browser tests share: who is logged in, when a page has settled, what axe finds."""

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from authors.models import User

# What a scheme or a width can change about what has passed otherwise.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]

# The admin makes choosers of its selects when jQuery says that the page is ready.
READY = """() => new Promise(done =>
  window.django?.jQuery ? window.django.jQuery(() => done()) : done())"""
# Links fade from one colour to the other.
AT_REST = """() => document.getAnimations()
  .filter(it => it.effect.getComputedTiming().endTime < Infinity)
  .forEach(it => it.finish())"""
RUN = """async ([within, options]) => {
  const found = await axe.run(within ?? document, options);
  return found.violations.flatMap(({id, impact, nodes}) =>
    nodes.map(node => [impact, id, node.html.slice(0, 200)]));
}"""


def enter(context: BrowserContext, user: User) -> None:
    """Log the user in, without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.clear_cookies()
    context.add_cookies(
        [{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}]
    )


def settle(page: Page) -> None:
    """Wait until all scripts of the page have run."""
    page.wait_for_load_state("load")
    page.evaluate(READY)


def findings(
    page: Page, within: str | None = None, *, minor: bool = False
) -> list[tuple[str, str, str]]:
    """
    What axe finds on the page in light colours, and what dark ones change about it:
    the serious, unless minor findings count as well.
    """
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, rules in (("light", None), ("dark", LOOKS)):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AT_REST)
        options = {"resultTypes": ["violations"]} | (
            {"runOnly": rules} if rules else {}
        )
        found += [
            (scheme, rule, html)
            for impact, rule, html in page.evaluate(RUN, [within, options])
            if minor or impact in ("serious", "critical")
        ]
    page.emulate_media(color_scheme="light")
    return found


def is_too_wide(page: Page, width: int) -> bool:
    """Whether a screen so wide has to be moved sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") > width
