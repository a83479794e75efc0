"""A file in the inbox waits as long as the books lack something that is in it."""

import shutil
from datetime import date

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.inbox import files_waiting


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SAMPLE_BOOKS / "shop", folder)
    (folder / "inbox" / ".hidden.csv").write_text("no file of the inbox")
    return folder


def waiting(folder, **choices):
    return {
        file.name: file.why
        for file in files_waiting(load(folder / "main.beancount"), **choices)
    }


def test_a_bank_file_waits_for_lines_and_an_e_invoice_until_it_is_booked(shop):
    assert waiting(shop) == {
        "inbox/LT-51399.xml": "1 bill of it is not booked",
        "inbox/volksbank-2026-01.xml": "7 lines are not imported",
    }
    # Whoever closes December need not wait for the lines of January.
    assert waiting(shop, last=date(2025, 12, 31)) == {
        "inbox/LT-51399.xml": "1 bill of it is not booked",
    }
    bill = str(shop / "inbox" / "LT-51399.xml")
    booked = CliRunner().invoke(
        main, ["bill", "import", bill, "--yes", "-f", str(shop / "main.beancount")]
    )
    assert booked.exit_code == 0, booked.output
    assert list(waiting(shop)) == ["inbox/volksbank-2026-01.xml"]


def test_what_is_no_bank_file_and_no_bill_is_named_with_the_reason(shop):
    (shop / "inbox" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    why = waiting(shop)["inbox/photo.jpg"]
    assert why.startswith("it is")
    assert "photo.jpg" not in why
