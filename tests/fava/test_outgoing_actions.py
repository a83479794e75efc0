"""Letters, payment files and what comes again, in the browser as in the terminal."""

import shutil

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import build_app
from tests.fava.test_actions import copy_of, do, put, run, text_of

DAY = "2026-01-20"


def kept_in(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def pair(tmp_path, open_app):
    """Copies of a book: one in the browser, one for the terminal."""

    def open_(book):
        ours, theirs = (copy_of(book, tmp_path / name) for name in ("a", "b"))
        return open_app(build_app(ours / "main.beancount")), ours, theirs

    return open_


def test_reminders_are_the_letters_and_notes_of_the_command(pair):
    reader, ours, theirs = pair("agency")
    asked = {"action": "reminders", "values": {"day": DAY, "client": "zefiro"}}
    shown = put(reader, {**asked, "dry_run": True}).json
    assert shown["said"] == [
        "Zefiro Mobilità: level 2, INV-2025-040, INV-2025-064: 5293.74 EUR."
    ]
    [letter] = shown["pages"]
    assert "INV-2025-064" in letter["page"]
    assert not (ours / "letters").exists()
    answer = put(reader, {**asked, "seen": shown["seen"]}).json
    assert answer["said"] == ["Wrote 1 letter."]
    run(
        theirs,
        f"reminders --client zefiro --as-of {DAY} --write '{theirs / 'letters'}'",
    )
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "agency")
    assert kept_in(ours / "letters") == kept_in(theirs / "letters")
    again = put(reader, {**asked, "dry_run": True}).json
    assert again["said"] == ["Nothing to send."]


def test_a_payment_run_is_that_of_the_command_and_its_file_is_offered(pair):
    reader, ours, theirs = pair("shop")
    values = {"day": "2026-01-05", "until": "2026-02-10", "bank": "Volksbank"}
    asked = {"action": "payment-run", "values": values}
    shown = put(reader, {**asked, "dry_run": True}).json
    assert [(c["value"], c["is_in"]) for c in shown["choices"]] == [
        ("FW-25-3014", True)
    ]
    assert "files" not in shown
    answer = put(reader, {**asked, "seen": shown["seen"]}).json
    run(
        theirs,
        "payment-run --pay-from Volksbank --until 2026-02-10 --as-of 2026-01-05"
        f" --write '{theirs / 'payments'}'",
    )
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "shop")
    files = kept_in(theirs / "payments")
    assert kept_in(ours / "payments") == files
    assert answer["files"] == {
        "PR-2026-01-05-1.xml": files["PR-2026-01-05-1.xml"].decode()
    }


def test_a_bill_that_is_cleared_is_not_paid_and_stays_to_be_ticked(pair):
    reader, ours, _ = pair("shop")
    values = {
        "day": "2026-01-05", "until": "2026-02-10", "bank": "Volksbank",
        "skip": "FW-25-3014",
    }  # fmt: skip
    asked = {"action": "payment-run", "values": values, "dry_run": True}
    shown = put(reader, asked).json
    assert shown["said"] == ["Nothing to pay."]
    assert [(c["value"], c["is_in"]) for c in shown["choices"]] == [
        ("FW-25-3014", False)
    ]
    assert text_of(ours) == text_of(SAMPLE_BOOKS / "shop")


def test_recurring_invoices_and_a_filed_return_are_those_of_the_commands(pair):
    reader, ours, theirs = pair("agency")
    do(reader, "recur", {"until": "2026-01-31", "template": "solari-retainer"})
    run(theirs, "recur --until 2026-01-31 --template solari-retainer")
    for folder in (ours, theirs):
        with (folder / "main.beancount").open("a") as file:
            file.write("\n2020-01-01 open Liabilities:Office\n")
            file.write("2020-01-01 open Expenses:Rounding\n")
    accounts = {"payable": "Liabilities:Office", "rounding": "Expenses:Rounding"}
    do(reader, "file-return", {"period": "2025-Q4", **accounts})
    run(
        theirs,
        f"tax-return 2025-Q4 --file --date {DAY} --payable-account Liabilities:Office"
        " --rounding-account Expenses:Rounding",
    )
    assert text_of(ours) == text_of(theirs)
    assert "solari-retainer" in (ours / "2025.beancount").read_text()[-900:]


@pytest.mark.parametrize("folder", ["../out", "/tmp", ".", "a/../../b", "a\\b"])
def test_a_folder_outside_the_books_is_refused(pair, folder):
    reader, _, _ = pair("agency")
    values = {"day": DAY, "client": "zefiro", "folder": folder}
    asked = {"action": "reminders", "values": values, "dry_run": True}
    answer = put(reader, asked)
    assert answer.status_code == 400
    assert answer.json["error"].startswith(f'Folder: "{folder}" is no folder beside')


def test_a_link_out_of_the_books_and_another_file_are_refused(pair, tmp_path):
    reader, ours, _ = pair("agency")
    (tmp_path / "out").mkdir()
    (ours / "letters").symlink_to(tmp_path / "out")
    values = {"day": DAY, "client": "zefiro"}
    asked = {"action": "reminders", "values": values, "dry_run": True}
    assert "leads out of the books' folder" in put(reader, asked).json["error"]
    (ours / "letters").unlink()
    (ours / "letters").mkdir()
    letter = ours / "letters" / f"{DAY}-zefiro-INV-2025-040.html"
    letter.write_text("mine")
    assert "is another file; move it away" in put(reader, asked).json["error"]
    assert letter.read_text() == "mine"


def test_a_row_leads_to_what_can_be_done_about_it(pair, open_app):
    reader, ours, _ = pair("shop")
    for page, args, wanted in (
        ("Payables", {"view": "approvals"}, "do=approve"),
        ("Payables", {"view": "run"}, "do=payment-run"),
    ):
        html = reader.get(f"extension/{page}/", time="2025-12-31", **args).html
        assert wanted in html, page
    shutil.copytree(SAMPLE_BOOKS / "agency", ours / "agency")
    main = ours / "agency" / "main.beancount"
    reader = open_app(build_app(main))
    for page, args, wanted in (
        ("Receivables", {"view": "reminders"}, "do=reminders&amp;f-client=zefiro"),
        ("Clients", {"view": "agenda"}, "do=task-done&amp;f-task="),
        ("Clients", {"view": "cases"}, "do=resolve&amp;f-case="),
        ("Overview", {}, "do=recur&amp;f-template="),
        ("Overview", {}, "do=reminders&amp;f-client="),
    ):
        html = reader.get(f"extension/{page}/", time="2026-01-11", **args).html
        assert wanted in html, (page, args)
    closed = open_app(build_app(main, read_only=True))
    for view in ("agenda", "cases"):
        html = closed.get("extension/Clients/", time=DAY, view=view).html
        assert 'class="button"' not in html
