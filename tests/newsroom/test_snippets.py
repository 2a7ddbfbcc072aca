import pytest

from newsroom.inline import source_of
from newsroom.snippets import height_asked, named_hosts, read, read_ad

MATOMO = """<!-- Matomo -->
<script>
  var _paq = window._paq = window._paq || [];
  _paq.push(['trackPageView']);
  (function() {
    var u="https://news.matomo.example/";
    _paq.push(['setTrackerUrl', u+'matomo.php']);
    var d=document, g=d.createElement('script'), s=d.getElementsByTagName('script')[0];
    g.async=true; g.src='//cdn.matomo.example/matomo.js'; s.parentNode.insertBefore(g,s);
  })();
</script>
<noscript><p><img src="//news.matomo.example/matomo.php?rec=1" alt=""></p></noscript>
<!-- End Matomo Code -->"""


def test_code_and_addresses_come_out_in_the_order_they_stood_in():
    pieces = read(
        '<!-- tag --><script async src="//tags.example.com/js?id=G-1"></script>\r\n'
        "<script>\r\n  window.queue = [];\r\n  if (1 < 2 && 3) queue.push('a');\r\n</script>"
    )

    assert [(piece["address"], piece["code"]) for piece in pieces] == [
        ("https://tags.example.com/js?id=G-1", ""),
        ("", "\n  window.queue = [];\n  if (1 < 2 && 3) queue.push('a');\n"),
    ]


def test_an_address_alone_is_a_script():
    [piece] = read(" https://stats.example.com/script.js\n")

    assert piece["address"] == "https://stats.example.com/script.js"
    assert read("  ") == []


def test_attributes_that_tell_a_script_something_stay():
    [piece] = read(
        "<script defer type='text/javascript' src='https://beacon.example.com/b.js' "
        'data-beacon=\'{"token": "a1"}\' id=loader data-auto></script>'
    )

    assert piece["attributes"] == [
        ("data-beacon", '{"token": "a1"}'),
        ("id", "loader"),
        ("data-auto", ""),
    ]


def test_what_stands_for_readers_without_scripts_is_passed_over():
    [piece] = read(MATOMO)

    assert "trackPageView" in piece["code"]
    assert "noscript" not in piece["code"]
    assert named_hosts([piece]) == ["news.matomo.example", "cdn.matomo.example"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>Hello</p>", "<p> stands in this"),
        ('<iframe src="https://a.example"></iframe>', "<iframe> stands in this"),
        ("<script>a()", "its end is missing"),
        ("<script>a()</script> and more", "“and more” stands outside"),
        ("<script></script>", "neither an address nor code"),
        ('<script src="https://a.example.com/s.js">b()</script>', "never both"),
        ("<script><!-- a() //--></script>", "“<!--” stands within"),
        ("<script>document.write('</script x'+'>')</script>", "within|outside"),
        ('<script src="http://a.example.com/s.js"></script>', "the address"),
        ('<script src="https://a.example.com/s.js" onload="x()"></script>', "onload"),
        ('<script type="text/plain">a()</script>', "type"),
        ('<script data-é="1">a()</script>', "is no attribute"),
        ("<!-- nothing -->", "no script in this"),
        ("x" * 10_001, "No more than"),
        ("gtag('config')", "address"),
    ],
)
def test_what_is_no_snippet_is_refused_with_its_reason(text, said):
    with pytest.raises(ValueError, match=said):
        read(text)


TAGGED = """<div id='div-gpt-ad-123-0' style='min-width: 728px; min-height: 90px;'>
  <script>googletag.cmd.push(function() { googletag.display('div-gpt-ad-123-0'); });</script>
</div>"""


def test_elements_that_a_network_fills_are_kept_without_their_style():
    begins, script, ends = read_ad(TAGGED)

    assert (begins["element"], ends["element"]) == ("div", "/div")
    assert begins["attributes"] == [("id", "div-gpt-ad-123-0")]
    assert "googletag.display" in script["code"]
    assert height_asked(TAGGED) == 90


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ('<div onclick="x()"></div>', "onclick"),
        ('<div style="position:fixed"></div>', "no more than a size"),
        ('<div style="height:1px;background:url(//a.example)"></div>', "a size"),
        ('<div class="a&quot;b"></div>', "class"),
        ('<div id="1"></div>', "id"),
        ('<iframe src="https://a.example"></iframe>', "<iframe> stands in this"),
        ("<style>a{}</style>", "<style> stands in this"),
        ("<ins><div></ins></div>", "</ins> ends what did not begin"),
        ("</div>", "</div> ends what did not begin"),
        ("<ins>", "has no end"),
        ("<div>" * 4 + "</div>" * 4, "within one another"),
        ("<ins></ins>" * 20, "more in this than"),
        ("<ins>words</ins>", "“words” stands outside"),
    ],
)
def test_what_no_place_may_hold_is_refused_with_its_reason(element, said):
    with pytest.raises(ValueError, match=said):
        read_ad(f"<script>a()</script>{element}")
    with pytest.raises(ValueError, match="no script in this"):
        read_ad("<ins></ins>")


def test_the_policy_names_code_as_browsers_do():
    # Of `alert('Hello, world.');`, from Content Security Policy Level 3, 2.3.1.
    assert source_of("alert('Hello, world.');") == (
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )
