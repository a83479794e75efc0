"""A person is taken out of every file, and what is left is named."""

import errno
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.test_files_failures import failing

from ledgerkit.api import load
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries import rewrite_books
from ledgerkit.entries.clients.forget import CONTACT_KEYS, ForgottenContact
from ledgerkit.errors import UsageError, WriteRefusedError
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import On

MAIN = """\
include "people.beancount"
include "log.beancount"
1970-01-01 open Assets:Receivable
1970-01-01 open Income:Services
2025-01-01 custom "client" "rossi" "Rossi Macchine"
; ask anna  bianchi
2026-01-15 * "Anna Bianchi" "As agreed with Anna Bianchi" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services
"""
PEOPLE = """\
2025-01-10 custom "contact" "abianchi" "Anna Bianchi"
  client: "rossi"
  email-work: "a.bianchi@rossi.example"

2025-01-10 custom "contact" "lneri" "Luca Neri"
  client: "rossi"
  reports-to: "abianchi"

2026-01-10 custom "contact" "abianchi"
  role: "champion"
"""
LOG = """\
2025-03-04 custom "activity" "rossi" "meeting" "Kick-off; mail a.bianchi@rossi.example"
  contact: "abianchi"
2025-03-05 custom "survey" "rossi" "nps" 9
  contact: "abianchi"
2025-03-06 custom "case" "case-7" "Slow"
  client: "rossi"
  contact: "lneri"
2025-03-07 custom "case" "case-7"
  contact: "abianchi"
2025-03-08 note Assets:Receivable "Anna Bianchini is somebody else"
"""


@pytest.fixture
def main(tmp_path):
    for name, text in (("main", MAIN), ("people", PEOPLE), ("log", LOG)):
        (tmp_path / f"{name}.beancount").write_text(text, encoding="utf-8")
    return tmp_path / "main.beancount"


def test_no_directive_and_no_key_names_the_person_any_more(main):
    forgotten = ForgottenContact(load(main), "anna bianchi")
    forgotten.change.write()
    after = load(main)
    assert after.relations.ids(RecordKind.CONTACT) == ["lneri"]
    assert (
        "reports-to"
        not in after.relations.as_of(
            RecordKind.CONTACT, "lneri", date(2026, 1, 1)
        ).facts
    )
    assert [a.text("contact") for a in after.relations.activities] == [""]
    assert [s.contact for s in after.relations.surveys] == [""]
    # The case was somebody else's before, and does not become theirs again.
    case = after.relations.as_of(RecordKind.CASE, "case-7", date(2026, 1, 1))
    assert case.text("contact") == ""


def test_what_still_names_the_person_is_listed_with_its_line(main):
    forgotten = ForgottenContact(load(main), "abianchi")
    forgotten.change.write()
    named = [
        (m.place.filename.rpartition("/")[2], m.place.lineno)
        for m in forgotten.mentions()
    ]
    assert sorted(named) == [
        ("log.beancount", 1),
        ("main.beancount", 6),
        ("main.beancount", 7),
    ]
    for mention in forgotten.mentions():
        lines = Path(mention.place.filename).read_text("utf-8").split("\n")
        assert lines[mention.place.lineno - 1].strip() == mention.text


def test_everywhere_takes_the_name_out_of_sentences_but_not_the_payee(main):
    forgotten = ForgottenContact(load(main), "abianchi", everywhere=True)
    forgotten.change.write()
    text = "".join(
        p.read_text("utf-8") for p in sorted(main.parent.glob("*.beancount"))
    )
    assert "bianchi@" not in text
    assert "; ask (a former contact)\n" in text
    assert '"Anna Bianchi" "As agreed with (a former contact)"' in text
    assert "Anna Bianchini is somebody else" in text
    assert [m.place.lineno for m in forgotten.mentions()] == [7]


def test_there_is_no_such_contact(main):
    with pytest.raises(
        UsageError, match='no contact "abianci"; did you mean "abianchi"'
    ):
        ForgottenContact(load(main), "abianci")


def test_somebody_who_saves_meanwhile_loses_nothing(main):
    forgotten = ForgottenContact(load(main), "abianchi")
    log = main.parent / "log.beancount"
    added = '2025-04-01 custom "survey" "rossi" "nps" 3\n  contact: "abianchi"\n'
    log.write_text(LOG + added, encoding="utf-8")
    forgotten.change.write()
    assert log.read_text("utf-8").endswith(
        '2025-04-01 custom "survey" "rossi" "nps" 3\n'
    )


def test_a_disk_that_fails_leaves_every_file_old_or_every_file_new(main, monkeypatch):
    old = {p: p.read_bytes() for p in main.parent.glob("*.beancount")}
    outcomes = set()
    for at in range(1, 300):
        for path, data in old.items():
            path.write_bytes(data)
        forgotten = ForgottenContact(load(main), "abianchi")
        disk = failing(at, errno.ENOSPC, for_good=False)
        monkeypatch.setattr(rewrite_books, "DISK", disk)
        try:
            forgotten.change.write()
        except WriteRefusedError:
            is_done = False
        else:
            is_done = True
        kept = {path.name for path, data in old.items() if path.read_bytes() == data}
        assert kept in ({"main.beancount"}, {path.name for path in old}), at
        assert not is_done or len(kept) == 1
        outcomes.add(is_done)
        if disk.calls < at:
            break
    assert outcomes == {True, False}


def test_every_key_that_holds_a_contacts_id_is_known():
    """From the vocabulary: a new one is followed without being written down here."""
    said = {
        (on.value, key.name)
        for key in KEYS
        for on in key.on
        if On.CONTACT in key.of and (key.of != key.on or on is On.CONTACT)
    }
    known = {(on, key) for on, keys in CONTACT_KEYS.items() for key in keys}
    assert known == said
    assert ("activity", "contact") in known
    assert ("manager", "reports-to") not in known


def test_backups_and_exports_beside_the_books_are_found(main):
    folder = main.parent
    (folder / "letters").mkdir()
    (folder / "letters" / "people.csv").write_bytes(
        "x\nAnna Bianchi\n".encode("utf-16")
    )
    (folder / "letters" / "other.csv").write_text("x\nSomebody\n")
    (folder / "people.beancount~").write_text(
        'custom "contact" "abianchi" "Anna  BIANCHI"'
    )
    (folder / "people.xlsx").write_bytes(b"PK")
    beside = ForgottenContact(load(main), "anna bianchi").other_files()
    named = [path.relative_to(folder).as_posix() for path in beside.named]
    assert named == ["people.beancount~", "letters/people.csv"]
    assert [path.name for path in beside.closed] == ["people.xlsx"]
