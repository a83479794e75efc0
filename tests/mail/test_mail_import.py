"""E-mails that came: each an activity once, its files in the inbox, nothing hostile."""

import mailbox
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.mail.read import read_mail_file
from tests.conftest import SAMPLE_BOOKS
from tests.mail.test_send import BILLING, PARTIES, written

BILL = (SAMPLE_BOOKS / "shop" / "inbox" / "LT-51399.xml").read_bytes()


def letter(sender="Anna <anna@acme.example>", subject="Domanda", attached=(), number=1):
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, "conti@aurora.example"
    message["Subject"], message["Date"] = subject, "Tue, 03 Feb 2026 10:00:00 +0100"
    message["Message-ID"] = f"<{number}@acme.example>"
    message.set_content("Quanto costa?\n")
    for name, content in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


@pytest.fixture
def book(tmp_path):
    (tmp_path / "post").mkdir()
    return written(tmp_path, PARTIES + BILLING)


def read(book, **files):
    folder = book.parent / "post"
    for name, content in files.items():
        (folder / f"{name}.eml").write_bytes(content)
    arguments = ["mail", "import", str(folder), "-f", str(book), "--yes"]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def activities(book):
    books = load(book)
    assert books.errors == []
    return books.source.reading.relations.activities


def inbox(book):
    return sorted(path.name for path in (book.parent / "inbox").glob("*"))


def test_what_a_contact_wrote_is_an_activity_once(book):
    for _ in range(2):
        done = read(book, a=letter(subject="Una domanda: quanto?"))
        assert done.exit_code == DONE, done.output
    assert "Nothing new." in done.output
    [activity] = activities(book)
    assert (activity.client, activity.kind) == ("acme", "email")
    assert (activity.summary, activity.text("contact")) == (
        "Una domanda: quanto?",
        "ab",
    )
    assert str(activity.day) == "2026-02-03"


def test_a_mailbox_is_read_whole(book):
    box = mailbox.mbox(book.parent / "post" / "all.mbox")
    for number in range(3):
        box.add(letter(number=number, subject=f"Letter {number}"))
    box.flush()
    read(book)
    assert [a.summary for a in activities(book)] == ["Letter 0", "Letter 1", "Letter 2"]


def test_an_e_invoice_goes_to_the_inbox_and_a_picture_does_not(book):
    attached = [
        ("../../fattura.xml", BILL),
        ("foto.png", b"\x89PNG"),
        ("x.xml", b"<a/>"),
    ]
    read(book, a=letter(attached=attached))
    assert inbox(book) == ["fattura.xml"]
    assert (book.parent / "inbox" / "fattura.xml").read_bytes() == BILL


def test_a_name_too_long_for_the_disk_is_cut(book):
    done = read(book, a=letter(attached=[(f"{'f' * 300}.xml", BILL)]))
    assert done.exit_code == DONE, done.output
    assert inbox(book) == [f"{'f' * 80}.xml"]


def test_a_file_in_the_inbox_is_never_replaced(book):
    (book.parent / "inbox").mkdir()
    (book.parent / "inbox" / "fattura.xml").write_bytes(b"another")
    read(book, a=letter(attached=[("fattura.xml", BILL)]))
    assert len(inbox(book)) == 2
    assert (book.parent / "inbox" / "fattura.xml").read_bytes() == b"another"


def test_a_stranger_is_named_and_nothing_of_it_is_taken(book):
    done = read(book, a=letter("X <x@evil.example>", attached=[("f.xml", BILL)]))
    assert "1 message of x@evil.example, whom the books don't know" in done.output
    assert (list(activities(book)), inbox(book)) == ([], [])


def test_a_message_that_is_cut_off_is_one_sentence(book):
    whole = letter(attached=[("fattura.xml", BILL)])
    before = book.read_bytes()
    cut = read(book, a=whole[: len(whole) // 2])
    assert cut.exit_code == UNUSABLE
    assert "a.eml: is cut off, its last part has no end; fetch it anew" in cut.output
    assert (book.read_bytes(), inbox(book)) == (before, [])


def test_a_subject_can_not_hide_anything(book):
    raw = letter().replace(b"Subject: Domanda", b"Subject: =?utf-8?q?a=0Ab=E2=80=AEc?=")
    read(book, a=raw)
    [activity] = activities(book)
    assert activity.summary == "a b\\u202ec"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no mail",
        b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 400,
        b"From: a@b.c\nContent-Type: message/rfc822\n\n" * 300,
    ],
)
def test_what_is_no_letter_is_refused_in_a_sentence(content):
    with pytest.raises(UnreadableFileError, match=r"^x\.eml: \S"):
        read_mail_file(content, "x.eml")


HEADERS = st.sampled_from(
    [
        b"From",
        b"Date",
        b"Subject",
        b"Message-ID",
        b"Content-Type",
        b"Content-Disposition",
    ]
)


def refusal(content):
    """The sentence that refuses a file; empty if it is read."""
    try:
        read_mail_file(content, "x.eml")
    except UnreadableFileError as error:
        return str(error)
    return ""


@settings(max_examples=300, deadline=None)
@given(
    headers=st.lists(st.tuples(HEADERS, st.binary(max_size=60)), max_size=8),
    body=st.binary(max_size=200),
)
def test_malformed_messages_are_read_or_refused_in_a_sentence(headers, body):
    head = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    for content in (head + b"\r\n" + body, b"From x\n" + head + b"\r\n" + body):
        said = refusal(content)
        assert not said or said.startswith("x.eml")
