"""Every page and view of ours in Chromium: wide and narrow, light and dark.

The short form walks over one book in the hardest window, narrow and dark; with
LEDGERKIT_WALK_WHOLE all books in all windows, following every link (``make walk``).
"""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.fava.walking import (
    PICTURES,
    WHOLE,
    Walk,
    axe_source,
    kind_of,
    shown_totals,
)

from ledgerkit.api import load
from ledgerkit.open_items.side import Side

pytestmark = pytest.mark.browser

BOOKS = ("agency", "existing_ledger", "exporter", "shop")
WINDOWS = [
    pytest.param(width, scheme, id=f"{width}-{scheme}")
    for width in (390, 1400)
    for scheme in ("dark", "light")
]
LAST_DAY = "2025-12-31"


@pytest.fixture(scope="module")
def axe():
    return axe_source()


@pytest.fixture
def walk(visit, serve, tmp_path):
    def start(book, width, scheme):
        copy = tmp_path / book
        shutil.copytree(SAMPLE_BOOKS / book, copy)
        address = serve(copy)
        size = {"width": width, "height": 900}
        page = visit(address, viewport=size, color_scheme=scheme)
        slug = page.url.removeprefix(address).partition("/")[0]
        return Walk(page, f"{address}{slug}", LAST_DAY)

    return start


def look(walk, axe, picture):
    walk.look_at_text()
    walk.look_at_room()
    walk.look_with_axe(axe)
    if PICTURES:
        walk.keep(f"{PICTURES}/{picture}", "")


@pytest.mark.skipif(WHOLE, reason="the whole walk has it all")
def test_the_pages_of_a_shop_are_in_order_on_a_phone_in_the_dark(walk, axe):
    walked = walk("shop", 390, "dark")
    for _address in walked.go(most=16):
        look(walked, axe, "shop-390-dark")
    assert not walked.wrong, "\n".join(walked.wrong)


@pytest.mark.skipif(not WHOLE, reason="make walk does it")
@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_every_page_is_in_order(walk, axe, book, width, scheme):
    walked, links = walk(book, width, scheme), {}
    for _address in walked.go():
        look(walked, axe, f"{book}-{width}-{scheme}")
        links |= {kind_of(link): link for link in walked.links()}
    walked.lands(links.values())
    print(f"{book} {width} {scheme}: {len(walked.seen)} pages, {len(links)} links")
    assert not walked.wrong, "\n".join(walked.wrong)


#: The page and its view, and the report that it shows.
REPORTS = [
    ("Receivables", "", "aging", {"side": Side.RECEIVABLE}),
    ("Receivables", "documents", "documents", {"side": Side.RECEIVABLE}),
    ("Receivables", "reminders", "reminders", {}),
    ("Payables", "", "aging", {"side": Side.PAYABLE}),
    ("Payables", "documents", "documents", {"side": Side.PAYABLE}),
    ("Payables", "cash", "cash_required", {}),
    ("BankAndCash", "", "cash", {}),
    ("BankAndCash", "forecast", "forecast", {}),
    ("Clients", "", "client_list", {}),
    ("Clients", "pipeline", "opportunities", {}),
    ("Clients", "quotes", "quotes", {"everything": True}),
]


@pytest.mark.parametrize("book", BOOKS if WHOLE else ["shop"])
def test_the_totals_on_the_pages_are_those_of_the_reports(walk, book):
    walked = walk(book, 1400, "light")
    books = load(SAMPLE_BOOKS / book / "main.beancount")
    compared = 0
    for page, view, report, choices in REPORTS if WHOLE else REPORTS[::3]:
        table = getattr(books, report)(as_of=date.fromisoformat(LAST_DAY), **choices)
        address = f"{walked._base}/extension/{page}/?view={view}&time={LAST_DAY}"
        walked.page.goto(address)
        walked.page.locator(".ledgerkit h2").wait_for()
        wanted = [
            cell
            for total in table.totals
            for column in table.shown_columns
            if isinstance(cell := total.get(column.key), Decimal) and cell
        ]
        if table.rows and wanted:
            shown = [number for number in shown_totals(walked.page) if number]
            assert shown == wanted, (page, view)
            compared += 1
    assert compared


def test_a_heading_sorts_by_the_keyboard_and_says_so(walk):
    walked = walk("shop", 1400, "light")
    page = walked.page
    page.goto(f"{walked._base}/extension/Receivables/?view=documents&time={LAST_DAY}")
    page.get_by_role("link", name="Amount", exact=True).focus()
    page.keyboard.press("Enter")
    column = page.get_by_role("columnheader", name="Amount")
    page.locator("th[aria-sort=descending]").wait_for()
    assert column.get_attribute("aria-sort") == "descending"
    first = page.locator(".ledgerkit tbody tr").first.inner_text()
    assert "5,854.80" in first
    assert walked.wrong == []
