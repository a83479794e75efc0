"""What somebody sees and clicks, in Chromium, under ``ledgerkit serve``."""

import re
import shutil

import pytest
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS

pytestmark = pytest.mark.browser


@pytest.fixture
def agency(serve, tmp_path):
    """Where the design studio's pages begin, and a copy of its books."""
    books = tmp_path / "agency"
    shutil.copytree(SAMPLE_BOOKS / "agency", books)
    return f"{serve(books)}studio-aurora-srl", books


def test_from_the_sidebar_to_a_party_to_the_source_line(visit, agency):
    address, _books = agency
    page = visit(f"{address}/income_statement/?time=2025")
    menu = page.locator("aside a")
    page.locator("aside ul:first-child", has_text="Overview").wait_for()
    # Our pages come first, and in the order of the keyboard too.
    assert menu.first.inner_text().strip() == "Overview"
    assert menu.nth(9).inner_text().strip() == "Income Statement"
    page.get_by_role("link", name="Receivables", exact=True).click()
    page.get_by_role(
        "heading", level=2, name="Receivables by age, as at 2025-12-31"
    ).wait_for()
    total = page.locator("tfoot tr").inner_text().split()
    assert total == [
        "Total", "EUR", "30,625.60", "8,039.80", "6,991.20", "2,379.00", "3,100.00",
        "-122.00", "51,013.60", "1,900.00",
    ]  # fmt: skip

    page.locator("tbody").get_by_role("link", name="Zefiro Mobilità").click()
    page.get_by_role(
        "heading", level=2, name="Zefiro Mobilità, as at 2025-12-31"
    ).wait_for()
    page.get_by_text("7,126.00").first.wait_for()
    page.get_by_role("link", name="INV-2025-040").first.click()
    page.get_by_role("heading", level=2, name="INV-2025-040, invoice").wait_for()
    page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d-\d\d$")).first.click()
    line = page.locator(".cm-activeLine")
    line.wait_for()
    assert "Assets:Receivable" in line.inner_text()
    assert "^INV-2025-040" in page.locator(".cm-content").inner_text()


def test_from_a_document_to_its_journal(visit, agency):
    address, _books = agency
    page = visit(f"{address}/extension/Receivables/?time=2025-12&party=zefiro")
    page.get_by_role("link", name="INV-2025-040").first.click()
    page.get_by_role(
        "heading", level=2, name="INV-2025-040, invoice, Zefiro"
    ).wait_for()
    page.get_by_role("link", name="Journal").last.click()
    entries = page.locator("ol.journal li.transaction")
    entries.first.wait_for()
    shown = entries.all_inner_texts()
    assert len(shown) == 2
    assert all("INV-2025-040" in text for text in shown)


def test_the_printed_invoice_stands_on_the_documents_page(visit, agency):
    address, _books = agency
    page = visit(f"{address}/extension/Receivables/?time=2025&document=INV-2025-040")
    printed = page.frame_locator("iframe.document")
    printed.get_by_text("Fattura INV-2025-040").wait_for()
    assert printed.get_by_text("Studio Aurora S.r.l.").first.is_visible()


def test_a_click_on_a_heading_sorts(visit, agency):
    address, _books = agency
    page = visit(f"{address}/extension/Receivables/?time=2025")
    balances = page.locator("tbody td:nth-last-child(2)")
    for order, first in (("descending", "10,248.00"), ("ascending", "829.60")):
        page.get_by_role("columnheader", name="Balance").get_by_role("link").click()
        page.locator(f"th[aria-sort={order}]").wait_for()
        assert balances.first.inner_text() == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bars_show_in_both_colour_schemes(visit, agency, scheme):
    address, _books = agency
    page = visit(f"{address}/extension/Receivables/?time=2025", color_scheme=scheme)
    page.get_by_role("img", name="Zefiro Mobilità").wait_for()
    background, *fills = page.evaluate(
        """() => [
          getComputedStyle(document.body).backgroundColor,
          ...[...document.querySelectorAll(".bar rect")].map(
            (part) => getComputedStyle(part).fill)
        ]"""
    )
    assert len({*fills}) == 6
    assert not {background, "rgb(0, 0, 0)", "none"} & {*fills}
    longest = page.get_by_role("img", name="Ortica").locator("rect").bounding_box()
    half = page.get_by_role("img", name="Pastificio").locator("rect").bounding_box()
    assert longest["width"] > 300
    assert half["width"] / longest["width"] == pytest.approx(5660.80 / 10248, abs=0.01)


@pytest.mark.parametrize("width", [360, 480, 768, 1280])
def test_nothing_but_the_table_is_wider_than_the_window(visit, agency, width):
    address, _books = agency
    page = visit(
        f"{address}/extension/Receivables/?time=2025",
        viewport={"width": width, "height": 800},
    )
    page.get_by_role("img", name="Zefiro Mobilità").wait_for()
    article, inside = page.evaluate(
        "() => { const a = document.querySelector('article');"
        " return [a.clientWidth, a.scrollWidth]; }"
    )
    assert inside <= article
    assert article <= width


def test_fava_still_saves_what_is_edited(visit, agency):
    address, books = agency
    page = visit(f"{address}/editor/?file_path={books / 'main.beancount'}&line=1")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("; seen in the browser\n")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Save", disabled=True).wait_for()
    assert (books / "main.beancount").read_text().startswith("; seen in the browser\n")


def test_a_payee_that_is_a_script_does_not_run(visit, serve, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(
        f'option "title" "Attacked"\noption "operating_currency" "EUR"\n{ACCOUNTS}\n'
        '2024-01-10 * "<img src=x onerror=alert(1)>" "<script>alert(1)</script>" ^A-1\n'
        "  Assets:Receivable   1.00 EUR\n  Income:Services\n"
    )
    page = visit(f"{serve(path)}attacked/extension/Receivables/")
    page.locator("tbody").get_by_role("link").click()
    page.get_by_role(
        "heading", level=2, name="<img src=x onerror=alert(1)>, as at"
    ).wait_for()
    assert page.get_by_text("<script>alert(1)</script>").is_visible()


def test_a_statement_is_imported_from_the_page(visit, serve, tmp_path):
    books = shutil.copytree(SAMPLE_BOOKS / "shop", tmp_path / "shop")
    address = f"{serve(books)}fahrradhaus-amsel-gmbh/extension/BankAndCash/"
    page = visit(f"{address}?view=import")
    page.get_by_role("link", name="inbox/volksbank-2026-01.xml").click()
    choices = page.get_by_role("combobox", name=re.compile("What line"))
    choices.first.wait_for()
    assert choices.count() == 7
    choices.nth(5).select_option("Leave out")
    page.get_by_role("button", name="Show what would be written").click()
    result = page.get_by_role("status")
    assert "RE-2025-006" in result.inner_text()
    written = books / "2025.beancount"
    assert "bank-ref" not in written.read_text()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Imported 6 of 7 lines").wait_for()
    assert written.read_text().count("bank-ref:") == 6
    assert page.get_by_role("button", name="Import", exact=True).is_disabled()


def test_from_the_list_of_clients_to_one_and_its_plan(visit, agency):
    address, _books = agency
    page = visit(f"{address}/extension/Clients/?time=2025")
    page.get_by_label("Manager").select_option("Matteo Ferri")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Clients as CSV", exact=True).wait_for()
    assert page.get_by_role("link", name="Arredi Solari").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Clients as CSV", exact=True).click()
    assert download.value.suggested_filename == "clients-2025-12-31.csv"

    page.get_by_role("link", name="Pipeline").click()
    page.get_by_role("heading", level=2, name="Pipeline, as at 2025-12-31").wait_for()
    page.locator(".board").get_by_role("link", name="Pastificio Mulinello").click()
    page.get_by_role("heading", level=2, name="Pastificio Mulinello, as at").wait_for()
    page.locator("summary", has_text="Log a call").click()
    assert '"call" "<what was said>"' in page.locator("pre").first.inner_text()
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_text("There is none").wait_for()


@pytest.mark.parametrize("asked", ["", "&party=ortica", "&view=pipeline"])
def test_no_page_of_clients_is_wider_than_a_telephone(visit, agency, asked):
    address, _books = agency
    telephone = {"width": 390, "height": 800}
    page = visit(f"{address}/extension/Clients/?time=2025{asked}", viewport=telephone)
    page.locator(".ledgerkit h2").wait_for()
    wide = page.evaluate("document.querySelector('.ledgerkit').scrollWidth")
    assert wide <= telephone["width"]
