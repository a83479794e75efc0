"""Sending reminders: letters first, then the notes; and nothing twice."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.documents.reminder_notes import reminder_notes

LEVELS = """
2026-01-01 custom "reminder-level" 1
  days: 7
2026-01-01 custom "reminder-level" 2
  days: 21
  fee: 5.00 EUR
  interest: 0.08
  compensation: 40.00 EUR
"""
INVOICE = """
2026-01-01 * "{client}" "Website" ^{number}
  due: 2026-01-31
  Assets:Receivable   1000.00 EUR
  Income:Services    -1000.00 EUR
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "main.beancount"
    invoices = INVOICE.format(client='Acme "the best" \\\\ <b>', number="INV-1")
    invoices += INVOICE.format(client="Baker", number="INV-2")
    path.write_text(
        ACCOUNTS + LEVELS + invoices.replace('"the best"', '\\"the best\\"')
    )
    assert load(path).errors == []
    return path


def remind(book, day, *more):
    arguments = ["reminders", str(book), "--as-of", day, *more]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def letters_in(folder):
    return sorted(path.name for path in folder.glob("*"))


def test_letters_are_written_and_the_books_remember_them(book, tmp_path):
    done = remind(book, "2026-02-07", "--write", str(tmp_path / "out"), "--yes")
    assert done.exit_code == DONE
    assert len(letters_in(tmp_path / "out")) == 2
    books = load(book)
    assert books.errors == []
    assert not books.trust_findings()
    assert not books.reminder_plan(date(2026, 2, 7)).letters
    assert "<b>" not in (tmp_path / "out" / letters_in(tmp_path / "out")[0]).read_text()


def test_a_second_run_on_the_same_day_sends_nothing(book, tmp_path):
    out = tmp_path / "out"
    remind(book, "2026-02-07", "--write", str(out), "--yes")
    before, text = letters_in(out), book.read_bytes()
    done = remind(book, "2026-02-07", "--write", str(out), "--yes")
    assert (done.exit_code, done.output) == (DONE, "Nothing to send.\n")
    assert (letters_in(out), book.read_bytes()) == (before, text)


def test_each_run_goes_one_level_further_and_the_last_is_the_end(book, tmp_path):
    for day, level in (("2026-03-01", 1), ("2026-03-15", 2)):
        done = remind(book, day, "--write", str(tmp_path / "out"), "--yes")
        assert f"level {level}" in done.output
    # 43 days of 1000 at 8 %: 9.42
    assert "interest-claimed: 9.42 EUR" in book.read_text()
    done = remind(book, "2026-12-31", "--write", str(tmp_path / "out"), "--yes")
    assert done.output == "Nothing to send.\n"


def test_a_run_that_is_interrupted_has_given_out_no_letter(book, tmp_path, monkeypatch):
    """Letters and notes are one change: see also the tests of interrupted changes."""
    out = tmp_path / "out"
    text = book.read_bytes()

    def fails(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("ledgerkit.entries.change.EntriesChange.write", fails)
        arguments = ["reminders", str(book), "--as-of", "2026-02-07", "--yes"]
        CliRunner().invoke(main, [*arguments, "--write", str(out)])
    assert list(out.glob("*")) == []
    assert book.read_bytes() == text
    remind(book, "2026-02-07", "--write", str(out), "--yes")
    assert len(list(out.glob("*"))) == 2
    assert not load(book).reminder_plan(date(2026, 2, 7)).letters


def test_a_dry_run_prints_the_notes_and_writes_nothing(book, tmp_path):
    text = book.read_bytes()
    done = remind(
        book,
        "2026-02-07",
        "--write",
        str(tmp_path / "out"),
        "--dry-run",
        "--client",
        "Ba",
    )
    assert done.exit_code == UNUSABLE  # Nobody is called so.
    done = remind(book, "2026-02-07", "--write", str(tmp_path / "out"), "--dry-run")
    assert "reminder: 1" in done.output
    assert not (tmp_path / "out").exists()
    assert book.read_bytes() == text


def test_a_letter_of_the_same_day_never_overwrites_another(book, tmp_path):
    out = tmp_path / "out"
    remind(book, "2026-02-07", "--write", str(out), "--yes")
    with book.open("a") as ledger:
        ledger.write(INVOICE.format(client="Baker", number="INV-3"))
    remind(book, "2026-02-07", "--write", str(out), "--yes")
    assert len(letters_in(out)) == 3


def test_without_a_terminal_or_a_folder_it_says_what_to_write(book, tmp_path):
    done = remind(book, "2026-02-07", "--write", str(tmp_path / "out"))
    assert done.exit_code == UNUSABLE
    assert "--yes" in done.output
    assert not (tmp_path / "out").exists()
    done = remind(book, "2026-02-07", "--yes")
    assert (done.exit_code, done.output) == (
        UNUSABLE,
        "Error: say where the letters go: --write FOLDER, or --send\n",
    )


def test_letters_are_in_the_clients_language(agency):
    plan = agency.reminder_plan(date(2025, 12, 31))
    pages = {
        letter.party: agency.reminder_page(letter, day=plan.day)
        for letter in plan.letters
    }
    assert 'lang="it' in pages["vallescura"]
    assert "Ultimo sollecito" in pages["vallescura"]
    assert "9.296,40" in pages["vallescura"]


def test_a_level_says_in_each_language_what_the_book_wants(books):
    """
    2026-01-01 custom "company" "Studio"
      lang: "en"
    2026-01-01 custom "client" "acme" "Acme"
      lang: "de"
    2026-01-01 custom "reminder-level" 1
      days: 7
      title: "Hello again"
      title-de: "Hallo <script>"
      text: "Please pay."

    2026-01-01 * "Acme" "Website" ^INV-1
      due: 2026-01-31
      Assets:Receivable   1000.00 EUR
      Income:Services    -1000.00 EUR
    """
    plan = books.reminder_plan(date(2026, 3, 1))
    page = books.reminder_page(plan.letters[0], day=plan.day)
    assert "Hallo &lt;script&gt;" in page
    assert "Please pay." in page


INVOICES = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "Baker", "Café"]),
        st.integers(0, 120),
        st.decimals("0.01", "9999", places=2),
    ),
    min_size=1,
    max_size=6,
)
DAYS = st.integers(0, 200).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


@settings(max_examples=15)
@given(INVOICES, st.lists(DAYS, min_size=1, max_size=4))
def test_what_was_sent_is_known_when_the_books_are_read_again(
    tmp_path_factory, invoices, days
):
    """On any day: a plan, its notes written, the books read anew: nothing to send."""
    folder = tmp_path_factory.mktemp("books")
    path = folder / "main.beancount"
    text = ACCOUNTS + LEVELS
    for number, (client, offset, amount) in enumerate(invoices):
        due = date(2026, 1, 1) + timedelta(days=offset)
        text += f"""
2026-01-01 * "{client}" "Work" ^INV-{number}
  due: {due}
  Assets:Receivable   {amount} EUR
  Income:Services
"""
    path.write_text(text)
    levels = {}
    for day in sorted(days):
        plan = load(path).reminder_plan(day)
        sent = [r for letter in plan.letters for r in letter.reminders]
        for reminder in sent:
            label = reminder.document.label
            assert reminder.amount == reminder.document.open
            assert reminder.level.number == levels.get(label, 0) + 1
            levels[label] = reminder.level.number
        notes = reminder_notes(plan.letters, day, [p.party for p in plan.letters])
        with path.open("a") as ledger:
            ledger.write("\n" + ledger_text(notes))
        again = load(path)
        assert again.errors == []
        assert not again.reminder_plan(day).letters
