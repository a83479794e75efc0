"""Sending: the message and what says so, each once; and nothing slips into a header."""

import email
import hashlib
import mailbox
import re
from datetime import UTC, datetime
from email import policy

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.api import load
from ledgerkit.books.mail.sent import read_sent_mail
from ledgerkit.cli import main
from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.errors import UsageError
from ledgerkit.exporters.mail import Mail
from tests.conftest import ACCOUNTS

PARTIES = """
1970-01-01 custom "company" "Studio Aurora"
  email: "conti@aurora.example"
  legal-name: "Studio Aurora S.r.l."
1970-01-01 custom "client" "acme" "Acme"
  email: "office@acme.example"
  lang: "it"
"""
BILLING = """
2026-01-01 custom "contact" "ab" "Anna Bianchi"
  client: "acme"
  role: "billing"
  email: "anna@acme.example"
2026-01-01 custom "contact" "zz" "Zeno Zani"
  client: "acme"
  role: "billing"
  email: "zeno@acme.example"
  left: 2026-01-15
"""
INVOICE = """
2026-01-10 * "Acme" "Sito web" ^INV-1
  client: "acme"
  Assets:Receivable   1000.00 EUR
  Income:Services    -1000.00 EUR
"""


@pytest.fixture
def book(tmp_path):
    return written(tmp_path, PARTIES + BILLING)


def written(folder, parties):
    path = folder / "main.beancount"
    path.write_text(ACCOUNTS + parties + INVOICE, encoding="utf-8")
    assert load(path).errors == []
    return path


def send(book, *more, number="INV-1"):
    arguments = ["send", number, "-f", str(book), "--as", "html"]
    arguments += ["--date", "2026-02-10", *more]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def sent_of(book):
    books = load(book)
    assert books.errors == []
    return read_sent_mail(books.source.reading.customs)[0]


def outbox(book):
    return sorted((book.parent / "outbox").glob("*"))


def test_the_message_has_what_the_ledger_says(book):
    done = send(book, "--yes", "--by", "gverdi")
    assert done.exit_code == DONE, done.output
    [path] = outbox(book)
    [said] = sent_of(book)["INV-1"]
    assert (said.kind, said.by, said.to) == ("invoice", "gverdi", "anna@acme.example")
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == said.digest
    message = email.message_from_bytes(content, policy=policy.default)
    assert message["Subject"] == "Fattura INV-1"
    assert message["To"].addresses[0].display_name == "Anna Bianchi"
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "INV-1.html"
    page = attached.get_payload(decode=True)
    assert hashlib.sha256(page).hexdigest() == said.attachment_digest
    assert page == load(book).render("INV-1", "html")
    assert message.get_body().get_content().startswith("Buongiorno,")
    # As a mailbox has it, too.
    box = mailbox.mbox(book.parent / "box")
    box.add(content)
    assert box[0]["Message-ID"] == said.message_id


def test_nothing_is_sent_twice_unless_asked_to(book):
    assert send(book, "--yes").exit_code == DONE
    again = send(book, "--yes")
    assert again.exit_code == UNUSABLE
    assert re.search(r"INV-1 was sent on \S+ \S+ to anna@acme.example", again.output)
    assert len(outbox(book)) == 1
    assert send(book, "--yes", "--again").exit_code == DONE
    assert [path.name for path in outbox(book)] == ["INV-1-2.eml", "INV-1.eml"]
    assert len(sent_of(book)["INV-1"]) == 2


def test_two_runs_differ_by_date_and_id_alone(book):
    for _number in range(2):
        send(book, "--yes", "--again")
    first, second = (path.read_bytes().split(b"\r\n") for path in outbox(book))
    differing = [
        a.partition(b":")[0] for a, b in zip(first, second, strict=True) if a != b
    ]
    assert set(differing) <= {b"Date", b"Message-ID"}


def test_a_dry_run_shows_all_and_writes_nothing(book):
    before = book.read_bytes()
    shown = send(book, "--dry-run").output
    assert "anna@acme.example" in shown
    assert "in allegato trovate la nostra fattura INV-1" in shown
    assert 'custom "mail" "INV-1"' in shown
    assert book.read_bytes() == before
    assert outbox(book) == []


def test_without_a_billing_contact_it_goes_to_the_client(tmp_path):
    book = written(tmp_path, PARTIES)
    send(book, "--yes")
    assert sent_of(book)["INV-1"][0].to == "office@acme.example"


@pytest.mark.parametrize(
    ("parties", "said"),
    [
        (PARTIES.replace('  email: "office@acme.example"\n', ""), "acme has no e-mail"),
        (PARTIES.replace('  email: "conti@aurora.example"\n', ""), "we have no e-mail"),
        (PARTIES.replace("office@acme", "Acme <office@acme"), "is no e-mail address"),
        (
            PARTIES.replace("office@acme.example", "a@x.example\nBcc: b@y.example"),
            "which can't be seen",
        ),
    ],
)
def test_a_wrong_address_is_one_sentence_and_nothing_is_written(
    tmp_path, parties, said
):
    book = written(tmp_path, parties)
    before = book.read_bytes()
    refused = send(book, "--yes")
    assert refused.exit_code == UNUSABLE
    assert said in refused.output
    assert refused.output.count("\n") == 1
    assert (book.read_bytes(), outbox(book)) == (before, [])


def test_own_words_are_the_subject_and_the_text(book):
    folder = book.parent / "templates"
    folder.mkdir()
    own = folder / "mail-invoice.it.txt"
    own.write_text("La fattura {number}\n\nSono {amount}.\n", encoding="utf-8")
    send(book, "--yes")
    message = email.message_from_bytes(
        outbox(book)[0].read_bytes(), policy=policy.default
    )
    assert message["Subject"] == "La fattura INV-1"
    assert (
        message.get_body().get_content().replace("\xa0", " ").strip()
        == "Sono 1.000,00 €."
    )
    own.write_text("La fattura {numero}\n", encoding="utf-8")
    wrong = send(book, "--yes", "--again")
    assert wrong.exit_code == UNUSABLE
    assert "mail-invoice.it.txt:1: there is no {numero}" in wrong.output


def test_a_fatturapa_goes_to_the_provider(book):
    refused = send(book, "--as", "fatturapa", "--yes")
    assert refused.exit_code == UNUSABLE
    assert "goes to the SdI by your provider or PEC" in refused.output


def test_a_client_on_peppol_gets_a_copy_and_the_person_is_told(tmp_path):
    parties = PARTIES.replace('  lang: "it"', '  lang: "it"\n  peppol-id: "0192:1"')
    told = send(written(tmp_path, parties), "--yes").output
    assert "takes e-invoices by Peppol, and this e-mail is only a copy" in told


@settings(max_examples=200, deadline=None)
@given(
    name=st.text(max_size=40),
    subject=st.text(max_size=120),
    attachment=st.text(min_size=1, max_size=40),
)
def test_no_text_makes_a_header_of_its_own(name, subject, attachment):
    mail = Mail(
        sender=(name, "me@ours.example"),
        to=[(name, "you@theirs.example")],
        subject=subject,
        text="x\n",
        attachment=attachment,
        content=b"%PDF",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        message_id="<1@ours.example>",
    )
    try:
        content = mail.to_bytes()
    except UsageError:
        return
    parsed = email.message_from_bytes(content)
    assert [key.lower() for key in parsed] == [
        *["from", "to", "subject", "date", "message-id"],
        *(["mime-version", "content-type"]),
    ]
    assert len(parsed.get_payload()) == 2


REMIND = """
2026-01-01 custom "reminder-level" 1
  days: 1
1970-01-01 custom "ledgerkit" "payment-terms" "net 10"
"""


def test_a_reminder_is_a_message_with_its_note(tmp_path):
    book = written(tmp_path, PARTIES + REMIND)
    arguments = ["reminders", str(book), "--as-of", "2026-02-10", "--send", "--yes"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == DONE, done.output
    [path] = outbox(book)
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Sollecito: INV-1"
    [[said]] = sent_of(book).values()
    assert said.kind == "reminder"
    assert "reminder: 1" in book.read_text()
    again = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "Nothing to send." in again.output
    assert len(outbox(book)) == 1


def test_a_statement_is_sent_once(tmp_path):
    book = written(tmp_path, PARTIES)
    arguments = ["client", "statement", "acme", "-f", str(book), "--send", "--yes"]
    arguments += ["--as-of", "2026-02-10"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == DONE, done.output
    message = email.message_from_bytes(
        outbox(book)[0].read_bytes(), policy=policy.default
    )
    assert message["Subject"] == "Estratto conto al 10 febbraio 2026"
    assert "1.000,00" in message.get_body().get_content()
    again = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "was sent on" in again.output
    assert again.exit_code == UNUSABLE


def test_a_vendor_is_told_what_is_paid(tmp_path):
    vendor = """
1970-01-01 custom "vendor" "hock" "Hock"
  email: "rechnung@hock.example"
  lang: "de"
2026-02-01 * "Hock" "paid" ^B-1
  payment-run: "PR-1"
  vendor: "hock"
  Liabilities:Payable   30.00 EUR
    bill: "B-1"
  Assets:Bank          -30.00 EUR
2026-01-05 * "Hock" "bill" ^B-1
  vendor: "hock"
  Liabilities:Payable  -30.00 EUR
  Expenses:Purchases
"""
    book = written(tmp_path, PARTIES + vendor)
    arguments = ["remittance", "PR-1", "-f", str(book), "--send", "--yes"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == DONE, done.output
    message = email.message_from_bytes(
        outbox(book)[0].read_bytes(), policy=policy.default
    )
    assert message["To"] == "Hock <rechnung@hock.example>"
    assert "30,00" in message.get_body().get_content()
