"""Files go in and out in Chromium: uploaded, booked line by line, sent and saved."""

import os
import pty
import re
import shutil
import sys
from pathlib import Path

import pytest
from tests.cli.test_ask_invoice import _talk
from tests.conftest import SAMPLE_BOOKS
from tests.fava.test_actions_in_browser import text_of
from tests.fava.walking import PICTURES, WHOLE, axe_source

pytestmark = pytest.mark.browser
LEDGERKIT = Path(sys.executable).parent / "ledgerkit"
BANK, BILL = "volksbank-2026-01.xml", "LT-51399.xml"
#: ``make walk`` looks in both.
WINDOWS = ["1400-light", "390-dark"] if WHOLE else ["390-dark"]
#: Nothing serious or critical in our markup.
_AXE = """async () => (await axe.run({include: [['.ledgerkit']], exclude: [['iframe']]},
  {resultTypes: ['violations']})).violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => `${one.id}: ${one.nodes[0].html}`)"""
_OUTSIDE = """() =>
  [...document.querySelectorAll('.ledgerkit form *, .ledgerkit details')]
  .filter(one => one.offsetParent)
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def axe():
    return axe_source()


@pytest.fixture
def look(axe):
    """Holds that a page can be used by everybody and fits; and keeps a picture."""

    def look_at(page, name):
        page.evaluate(f"{axe}; undefined")
        assert page.evaluate(_AXE) == [], name
        assert page.evaluate(_OUTSIDE) == [], name
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

    return look_at


@pytest.fixture
def shop(tmp_path):
    """The shop, with nothing in its inbox, and what waits to be handed over."""
    books, given = tmp_path / "shop", tmp_path / "given"
    shutil.copytree(SAMPLE_BOOKS / "shop", books)
    shutil.copytree(books / "inbox", given)
    shutil.rmtree(books / "inbox")
    return books, given


def in_terminal(book, file, answers):
    """Import a bank's file as somebody does who answers the questions."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", COLUMNS="300", LANG="C.UTF-8")
        command = ["bank", "import", str(file), "-f", str(book / "main.beancount")]
        os.execv(LEDGERKIT, [str(LEDGERKIT), *command])
    shown = _talk(terminal, answers)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, shown


def test_a_line_of_an_uploaded_file_is_booked_as_in_the_terminal(
    visit, serve, shop, look, tmp_path
):
    ours, given = shop
    theirs = tmp_path / "theirs"
    shutil.copytree(SAMPLE_BOOKS / "shop", theirs)
    address = f"{serve(ours)}fahrradhaus-amsel-gmbh/extension/"
    page = visit(f"{address}BankAndCash/?view=import", **size_of("1400-light"))
    look(page, "upload-1400-light")
    page.get_by_label("A bank's file or an e-invoice").set_input_files(given / BANK)
    page.get_by_role("button", name="Upload").click()
    page.locator("select[data-line]").first.wait_for()
    line = page.get_by_label(re.compile("What line 6 of .* is$"))
    line.select_option(label="Book to …")
    page.get_by_label("What line 6 is booked to").fill("Expenses:Freight")
    page.locator(".own label:visible input").check()
    page.get_by_role("button", name="Show what would be written").click()
    page.locator(".result pre").wait_for()
    assert "+++ 2025.beancount" in page.locator(".result pre").inner_text()
    look(page, "book-to-1400-light")
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".result .said", has_text="Imported 7 of 7 lines").wait_for()
    in_terminal(
        theirs,
        theirs / "inbox" / BANK,
        [
            ("[a]ccept", "a"), ("Which?", "b"), ("Account, inv", "Expenses:Freight"),
            ("Remember", "y"), ("Write this?", "y"),
        ],
    )  # fmt: skip
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "shop")


def size_of(window):
    width, _, scheme = window.partition("-")
    return {
        "viewport": {"width": int(width), "height": 900},
        "color_scheme": scheme,
    }


@pytest.mark.parametrize("window", WINDOWS)
def test_an_e_invoice_and_a_payment_run_go_all_the_way(
    visit, serve, shop, look, window
):
    ours, given = shop
    address = f"{serve(ours)}fahrradhaus-amsel-gmbh/extension/"
    page = visit(
        f"{address}BankAndCash/?view=import",
        **size_of(window), accept_downloads=True,
    )  # fmt: skip

    def draft():
        page.get_by_role("button", name="Show what would be written").click()
        page.locator(".result pre .added").first.wait_for()

    def write(done):
        page.get_by_role("button", name="Write it").click()
        page.locator(".result .said", has_text=done).wait_for()

    page.get_by_label("A bank's file or an e-invoice").set_input_files(given / BILL)
    page.get_by_role("button", name="Upload").click()
    page.locator(".ledgerkit h2", has_text="Book an e-invoice").wait_for()
    draft()
    look(page, f"e-invoice-{window}")
    write("Wrote 1 bill.")
    page.goto(f"{address}Record/?do=payment-run&f-bank=Volksbank&time=2026-01-05")
    page.get_by_label("What is due by").fill("2026-02-10")
    page.locator("[name=day]").fill("2026-01-05")
    draft()
    page.locator("[data-unticked]").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Show what would be written").click()
    page.locator(".result .said", has_text="Nothing to pay.").wait_for()
    page.locator("[data-unticked]").get_by_role("checkbox").check()
    draft()
    look(page, f"payment-run-{window}")
    write("Wrote PR-2026-01-05-1: 2022.33 EUR.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save PR-2026-01-05-1.xml").click()
    saved = Path(download.value.path()).read_bytes()
    assert saved == (ours / "payments" / "PR-2026-01-05-1.xml").read_bytes()


@pytest.mark.parametrize("window", WINDOWS)
def test_the_forms_can_be_read_by_everybody(visit, serve, look, tmp_path, window):
    shutil.copytree(SAMPLE_BOOKS / "agency", tmp_path / "agency")
    address = f"{serve(tmp_path / 'agency')}studio-aurora-srl/extension/Record/"
    page = visit(address, **size_of(window))
    look(page, f"record-{window}")
    for action in ("invoice", "client", "dispute"):
        page.goto(f"{address}?do={action}&f-client=zefiro&time=2026-01-20")
        page.locator(".ledgerkit form.act").wait_for()
        look(page, f"{action}-{window}")
    page.goto(f"{address}?do=reminders&f-client=zefiro&time=2026-01-20")
    page.get_by_role("button", name="Show what would be written").click()
    page.get_by_text("Zefiro Mobilità: level 2").last.click()
    letter = page.frame_locator("iframe.document")
    letter.get_by_text("INV-2025-064").first.wait_for()
    look(page, f"reminders-{window}")
