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
    mine = [(c["value"], c["is_in"]) for c in shown["choices"] if not c["is_extra"]]
    assert mine == [("FW-25-3014", True)]
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
    mine = [(c["value"], c["is_in"]) for c in shown["choices"] if not c["is_extra"]]
    assert mine == [("FW-25-3014", False)]
    assert text_of(ours) == text_of(SAMPLE_BOOKS / "shop")


def test_a_bill_that_the_run_leaves_is_paid_if_it_is_ticked(pair):
    reader, ours, theirs = pair("agency")
    values = {"day": "2025-12-31", "until": "2025-12-31", "bank": "Assets:Bank:Intesa"}
    asked = {"action": "payment-run", "values": values}
    shown = put(reader, {**asked, "dry_run": True}).json
    left = {c["value"]: c["label"] for c in shown["choices"] if c["is_extra"]}
    assert "due 2026-01-14, after 2025-12-31" in left["FT 1958/25"]
    values |= {"pay": "FT 1958/25", "skip": "OLMO-1466"}
    shown = put(reader, {**asked, "dry_run": True}).json
    choices = {c["value"]: (c["is_in"], c["is_extra"]) for c in shown["choices"]}
    assert choices["FT 1958/25"] == (True, True)
    assert choices["OLMO-1466"] == (False, False)
    put(reader, {**asked, "seen": shown["seen"]})
    run(
        theirs,
        "payment-run --pay-from Assets:Bank:Intesa --until 2025-12-31 --as-of"
        " 2025-12-31 --pay 'FT 1958/25=512.40' --skip OLMO-1466"
        f" --write '{theirs / 'payments'}'",
    )
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "agency")


def test_one_payment_over_several_documents_is_that_of_the_commands(pair):
    reader, ours, theirs = pair("agency")
    form = reader.get("extension/Record/", do="receipt", **{"f-client": "zefiro"})
    assert "INV-2025-064, due 2026-01-10: 4,026.00 EUR open" in form.text
    values = {"client": "zefiro", "invoice": "INV-2025-040", "amount": "3900 EUR"}
    do(reader, "receipt", {**values, "also": "INV-2025-064=800"})
    run(
        theirs,
        "receipt --client zefiro --invoice INV-2025-040 --invoice INV-2025-064=800"
        f" --amount '3900 EUR' --date {DAY}",
    )
    values = {"vendor": "serra", "bill": "SERRA-25-0655", "also": "SERRA-25-0742"}
    do(reader, "pay", values)
    run(theirs, f"bill pay SERRA-25-0655 SERRA-25-0742 --date {DAY}")
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "agency")


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


def test_a_period_is_closed_and_reopened_as_by_the_commands(pair):
    reader, ours, theirs = pair("shop")
    values = {"period": "2025-11", "day": DAY, "by": "gverdi"}
    asked = {"action": "close", "values": values}
    shown = put(reader, {**asked, "dry_run": True}).json
    assert shown["diff"] == ""
    assert "✓ Control accounts are their open items." in shown["said"]
    assert shown["said"][-1].startswith("2025-11 is not ready to be closed.")
    assert text_of(ours) == text_of(theirs)
    waived = [f"{question['name']}=looked at" for question in shown["questions"]]
    assert waived == ["clearing=looked at", "tax=looked at", "inbox=looked at"]
    assert all(question["problems"] for question in shown["questions"])
    do(reader, "close", {**values, "waive": "\n".join(waived)})
    options = " ".join(f"--waive '{reason}'" for reason in waived)
    run(theirs, f"close 2025-11 --by gverdi --date {DAY} {options}")
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "shop")
    assert kept_in(ours / "closes") == kept_in(theirs / "closes")
    page = reader.get("extension/Periods/", time=DAY)
    assert "f-period=2025-11" in page.links["Reopen"]
    values = {"period": "2025-11", "reason": "A bill came late", "by": "gverdi"}
    do(reader, "reopen", values)
    run(
        theirs,
        f"reopen 2025-11 --reason 'A bill came late' --by gverdi --date {DAY}",
    )
    assert text_of(ours) == text_of(theirs)
    assert "Reopen" not in reader.get("extension/Periods/", time=DAY).links


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


def test_direct_debits_are_those_of_the_command(pair):
    mandate = """
2024-01-01 custom "company" "Studio Aurora"
  creditor-id: "DE98ZZZ09999999999"
2024-01-01 custom "mandate" "M-1" "zefiro"
  iban: "DE89370400440532013000"
"""
    reader, ours, theirs = pair("agency")
    for folder in (ours, theirs):
        with (folder / "main.beancount").open("a", encoding="utf-8") as file:
            file.write(mandate)
    values = {"day": DAY, "until": DAY, "bank": "Assets:Bank:Intesa"}
    asked = {"action": "direct-debit", "values": values}
    shown = put(reader, {**asked, "dry_run": True}).json
    chosen = {c["value"]: c["is_in"] for c in shown["choices"]}
    assert chosen["INV-2025-064"] is True
    put(reader, {**asked, "seen": shown["seen"]})
    run(
        theirs,
        f"direct-debit --collect-to Assets:Bank:Intesa --until {DAY} --as-of {DAY}"
        f" --write '{theirs / 'payments'}'",
    )
    assert text_of(ours) == text_of(theirs) != text_of(SAMPLE_BOOKS / "agency")
    assert kept_in(ours / "payments") == kept_in(theirs / "payments")
