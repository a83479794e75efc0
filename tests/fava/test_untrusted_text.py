"""What others wrote into the books is read, and never run."""

import pytest

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}}{% raw %}",
    "attribute": "' onmouseover='alert(1)' x='",
    "direction": "Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S",
    "javascript": "javascript:alert(1)",
}
SHOWN = HOSTILE | {"direction": r"Acme\u202e.l.r.S"}


@pytest.fixture(params=HOSTILE)
def kind(request):
    return request.param


@pytest.fixture
def attacked(reader_of, kind):
    text = HOSTILE[kind]
    return reader_of(
        f'2024-01-10 * "{text}" "{text}"\n'
        f'  invoice: "{text}"\n'
        "  Assets:Receivable   49.50 EUR\n"
        "  Income:Services\n"
    )


def runs(name, value):
    return name.startswith("on") or (
        name in {"href", "src"} and not value.startswith("/")
    )


def assert_harmless(page):
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page.text
    assert "49Acme" not in page.text
    assert not [value for name, value in page.attributes if runs(name, value)]


def test_a_payee_is_shown_as_it_is_written(attacked, kind):
    page = attacked.receivables()
    assert_harmless(page)
    assert page.tables[0][1][0] == SHOWN[kind]


def test_so_are_its_page_its_narration_and_its_number(attacked, kind):
    page = attacked.receivables(party=HOSTILE[kind])
    assert_harmless(page)
    _ages, items, card = page.tables
    assert items[1][0] == SHOWN[kind]
    assert card[1][5] == SHOWN[kind]


@pytest.mark.parametrize("key", ["party", "filter", "account"])
def test_what_an_address_asks_for_is_shown_as_it_is_written(agency_reader, key):
    text = "<script>alert(1)</script>"
    page = agency_reader.receivables(**{key: f'"{text}"' if key == "filter" else text})
    assert_harmless(page)
    assert text in page.text


def test_incognito_hides_every_figure(fava):
    """
    2024-01-10 * "Acme" "One" ^INV-1
      Assets:Receivable   4711.25 EUR
      Income:Services
    """
    reader = fava(incognito=True)
    for page in (reader.receivables(), reader.receivables(party="Acme")):
        assert page.status == 200
        assert "XXXX.XX" in page.text
        assert "4711" not in page.html
    # The printed invoice is a page of its own, in which nothing could be hidden.
    assert "4,711" not in reader.receivables(document="INV-1").html
    assert "4711" not in reader.receivables(document="INV-1").html


def test_plain_fava_shows_the_same_figures(fava):
    """
    2024-01-10 * "Acme" "One" ^INV-1
      Assets:Receivable   4711.25 EUR
      Income:Services
    """
    assert "4711.25" in fava().receivables().text
