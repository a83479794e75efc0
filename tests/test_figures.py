"""Figures of the manual and of the samples' stories, each run with its command.

A row of a table, or a paragraph, names commands in backticks or files, and every figure
beside them is in what these say. What has no command in its own row is told by those of
its section's text; a document that is named instead is shown.
"""

import re
import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from ledgerkit.api import load
from ledgerkit.open_items.side import Side
from tests.cli.test_transcripts import TRANSCRIPTS, Step, read_steps, run
from tests.conftest import ACCOUNTS, ROOT, SAMPLE_BOOKS

CHAPTERS = sorted((ROOT / "src" / "ledgerkit").rglob("README.md"))
COMMAND = re.compile(r"`(ledgerkit [^`]*)`|^(ledgerkit .*)$", re.MULTILINE)
FILE = re.compile(r"`([\w/.-]+\.(?:beancount|csv|xml))`")
_MONTHS = (
    "January February March April May June July August September October November"
    " December"
).replace(" ", "|")
#: Days, years and the limits of ages are no figures.
NO_FIGURE = re.compile(
    rf"`[^`]*`|\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{4}}"
    r"|\b(?:19|20)\d\d\b|\d+\u2013\d+|[Oo]ver \d+|[\w/]+-[\w/-]*\d[\w/-]*|[A-Z]+\d+\b"
)
FIGURE = re.compile(
    r"(?<![\w.,])\d[\d,]*\.\d\d(?!\d)|(?<![\w.,/])[1-9]\d{1,2}(?![\w.,/]*\d)"
)
NUMBER = re.compile(r"(?<![\w.,-])-?\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
DOCUMENT = re.compile(r"\b(?:INV|CN)-\d{4}-\d+\b")
#: What is reckoned from the entries by a test of its own, and why no command says it.
RECKONED = {
    # Counted in `test_what_the_stories_count`, `tests/test_sample_books.py` and
    # `tests/test_shop_book.py`; the last two are rates of tax, and a float.
    "agency": {"126", "60", "57", "22", "200"},
    "existing_ledger": {"34", "21"},
    # Sums of the year that no one report tells: `test_the_years_figures_are_…`.
    "exporter": set(),
    "joiner": set(),
    "shop": {
        *(
            "17",
            "136",
            "48",
            "250",
            "201,819.47",
            "110,508.47",
            "11,046.69",
            "36,953.98",
        ),
        *("28,347.71", "6,830.95", "1,775.32", "368.26", "37,850.50"),
    },
}


#: How the commands of a story may end, where not with success: in the exporter's books
#: a quarter that was closed has been changed, which reports say.
STATUS = {"exporter": {0, 1}}


class Story:
    """A sample book's README, and what its commands say, each run once."""

    def __init__(self, book, folder):
        shutil.copytree(SAMPLE_BOOKS / book, folder / book)
        self.folder, self.book = folder / book, book
        self.text = (self.folder / "README.md").read_text(encoding="utf-8")
        self._told = {}

    def told(self, command):
        if command not in self._told:
            here = re.sub(r"-f sample_books/\w+/", "-f ", command)
            done = run(Step("", here, "", 0), self.folder)
            assert done.status in STATUS.get(self.book, {0}), (
                f"{command}\n{done.output}"
            )
            self._told[command] = done.output
        return self._told[command]

    def commands(self, text):
        return [one or other for one, other in COMMAND.findall(text)]

    def sections(self):
        """Each section's title and text."""
        parts = re.split(r"^(#+ .*)$", self.text, flags=re.MULTILINE)
        return list(zip(parts[1::2], parts[2::2], strict=True))

    def says(self, text):
        """What the commands and files named in a text say."""
        outputs = [self.told(command) for command in self.commands(text)]
        files = [self.folder / name for name in FILE.findall(text)]
        outputs += [f.read_text(encoding="utf-8") for f in files if f.exists()]
        if not self.commands(text):
            # In the order of a table's rows, and only where it is needed.
            outputs += [
                self.told(f"ledgerkit invoice show {number}")
                for number in DOCUMENT.findall(text)
                if FIGURE.search(NO_FIGURE.sub(" ", text))
            ]
        return "\n".join(outputs)


def figures(text):
    """The figures of a text, as they are written."""
    return FIGURE.findall(NO_FIGURE.sub(" ", text.replace("\N{MINUS SIGN}", "-")))


def is_told(figure, said):
    """Whether an output has a figure; a whole number also if it is the nearest."""
    wanted = Decimal(figure.replace(",", ""))
    numbers = [Decimal(n.replace(",", "")) for n in NUMBER.findall(said)]
    if "." in figure:
        return any(abs(number) == wanted for number in numbers)
    return any(
        abs(number).quantize(Decimal(1), rounding=ROUND_HALF_UP) == wanted
        for number in numbers
    )


@pytest.fixture(
    scope="module",
    params=["agency", "existing_ledger", "exporter", "joiner", "shop"],
)
def story(request, tmp_path_factory):
    return Story(request.param, tmp_path_factory.mktemp(request.param))


def test_every_command_of_a_story_works_and_every_figure_is_what_it_says(story):
    # In their order: one may read what an earlier one wrote.
    assert story.commands(story.text)
    for command in story.commands(story.text):
        story.told(command)
    missing = []
    for title, text in story.sections():
        rows = [line for line in text.splitlines() if line.startswith("|")]
        prose = "\n".join(line for line in text.splitlines() if line not in rows)
        for part in [*rows, *prose.split("\n\n")]:
            own = story.says(part) if story.commands(part) or part in rows else ""
            section = f"{title}\n{prose}"
            if not story.commands(section):
                section = story.text
            said = own or story.says(section)
            missing += [
                (figure, part[:60])
                for figure in figures(part)
                if figure not in RECKONED[story.book] and not is_told(figure, said)
            ]
    assert missing == []


def count(books, side, *, credit):
    items = books.subledger(side, max(d.date for d in books.directives)).items
    return sum((item.first.credit is not None) is credit for item in items)


def test_what_the_stories_count():
    agency = load(SAMPLE_BOOKS / "agency" / "main.beancount")
    text = (SAMPLE_BOOKS / "agency" / "README.md").read_text(encoding="utf-8")
    openings = 2  # of each side, from 2023
    sent = count(agency, Side.RECEIVABLE, credit=False) - openings
    bills = count(agency, Side.PAYABLE, credit=False) - openings
    assert count(agency, Side.RECEIVABLE, credit=True) == 1
    assert (
        f"it sends {sent} invoices and one credit note and receives {bills} bills"
        in (text.replace("\n", " "))
    )
    existing = load(SAMPLE_BOOKS / "existing_ledger" / "main.beancount")
    text = (SAMPLE_BOOKS / "existing_ledger" / "README.md").read_text(encoding="utf-8")
    sent = count(existing, Side.RECEIVABLE, credit=False) - 1
    bills = count(existing, Side.PAYABLE, credit=False)
    assert f"{sent} invoices and one left from 2024, {bills} bills" in (
        text.replace("\n", " ")
    )


#: Ledgers for what a chapter shows of the terminal without one, by the command.
LEDGERS = {
    "ledgerkit due INV-2026-001 --as-of 2026-03-31": """
        1970-01-01 custom "ledgerkit" "business-days" "following"
        2026-01-01 custom "client" "acme" "Acme"
          country: "IT"
          payment-terms: "2/10 net 30"
        2026-03-06 * "Acme" "Paper" ^INV-2026-001
          Assets:Receivable   121.00 EUR
          Income:Services    -121.00 EUR
        """,
    "ledgerkit reminders --as-of 2026-03-01": """
        2026-01-01 custom "client" "acme" "Acme"
        2026-01-01 custom "reminder-level" 1
          days: 7
        2026-01-01 custom "reminder-level" 2
          days: 21
          interest: "eu-late-payment"
          compensation: 40.00 EUR
        2026-01-08 * "Acme" "Website" ^INV-2026-001
          due: 2026-02-07
          Assets:Receivable   1000.00 EUR
          Income:Services    -1000.00 EUR
        2026-02-14 note Assets:Receivable "Reminder 1" ^INV-2026-001
          reminder: 1
        """,
}


def shown():
    """Each block of a chapter that shows the terminal."""
    for page in CHAPTERS:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL):
            yield pytest.param(block, id=f"{page.parent.name}-{block[:40]}")


@pytest.mark.parametrize("block", shown())
def test_what_a_chapter_shows_of_the_terminal_is_so(block, tmp_path):
    if not block.startswith("$ "):
        # A part of what a transcript shows.
        whole = [path.read_text(encoding="utf-8") for path in TRANSCRIPTS]
        assert any(all(line in text for line in block.splitlines()) for text in whole)
        return
    for step in read_steps(block):
        folder = Path(tmp_path)
        if step.command in LEDGERS:
            lines = LEDGERS[step.command].splitlines()
            text = "\n".join(line.removeprefix(" " * 8) for line in lines)
            (folder / "main.beancount").write_text(ACCOUNTS + text, encoding="utf-8")
        else:
            folder = tmp_path / "books"
            shutil.copytree(SAMPLE_BOOKS, folder, dirs_exist_ok=True)
        assert str(run(step, folder)) == str(step)
