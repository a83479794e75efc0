"""What is told of one slip in a clean book: one finding, and the line to change.

``book/`` is a book of five files without a fault. Each block of a ``.slips`` file is a
slip in it: a line on what happened, the file, the change as a diff with a line of
context, and what ``ledgerkit check`` prints then; nothing, if it is no slip. With the
variable LEDGERKIT_WRITE_EXPECTED set, what is printed is written anew: read the diff.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import ledgerkit
from ledgerkit.errors import Finding
from ledgerkit.language.finding_kinds import BEANCOUNT_ERROR

HERE = Path(__file__).parent
BOOK = HERE / "book"
WRITE = "LEDGERKIT_WRITE_EXPECTED" in os.environ


@dataclass
class Slip:
    """A block of a table of slips."""

    why: str
    source: Path
    edits: list[tuple[str, list[str]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"# {self.why}"]
        for name, hunk in self.edits:
            lines += [f"@ {name}", *hunk]
        return "\n".join([*lines, *(f"= {line}" for line in self.told)])


def read_slips(path):
    slips = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            slips.append(Slip(line[2:], path))
        elif line.startswith("@ "):
            slips[-1].edits.append((line[2:], []))
        elif line.startswith("= "):
            slips[-1].told.append(line[2:])
        elif line:
            slips[-1].edits[-1][1].append(line)
    return slips


TABLES = sorted(HERE.glob("*.slips"))
SLIPS = [slip for path in TABLES for slip in read_slips(path)]


def changed(text, hunk):
    """The text with a hunk's lines taken out and put in."""
    before = "".join(f"{line[1:]}\n" for line in hunk if line[0] in " -")
    after = "".join(f"{line[1:]}\n" for line in hunk if line[0] in " +")
    assert text.count(before) == 1, f"the lines stand {text.count(before)} times"
    return text.replace(before, after)


def book_after(slip, folder):
    """The book with the slip in it."""
    book = folder / "book"
    shutil.copytree(BOOK, book)
    for name, hunk in slip.edits:
        path = book / name
        path.write_text(changed(path.read_text("utf-8"), hunk), "utf-8")
    return ledgerkit.load(book / "main.beancount")


def findings_after(slip, folder):
    """What is found, as ``ledgerkit check`` prints it from the book's folder."""
    return [
        f"{Path(f.place.filename).name}:{f.place.lineno}:"
        f" {'advice: ' if f.advice else ''}{f.message} [{f.kind.name}]"
        for f in book_after(slip, folder).findings()
    ]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda s: f"{s.source.stem}: {s.why}")
def test_one_slip_is_told_once_and_at_its_line(slip, tmp_path):
    found = findings_after(slip, tmp_path)
    if WRITE:
        slip.told = found
    assert found == slip.told
    assert len(found) <= 1, "the cause alone is told"


def placed(findings):
    return {(f.place, f.message) for f in findings}


@pytest.mark.parametrize(
    "slip",
    [slip for slip in SLIPS if slip.source.stem in {"keys", "payments"}],
    ids=lambda s: f"{s.source.stem}: {s.why}",
)
def test_bean_check_tells_what_spoils_a_figure_in_the_same_words(slip, tmp_path):
    """Fava's list of errors is bean-check's; what only is advice is in neither."""
    books = book_after(slip, tmp_path)
    ours = [f for f in books.findings() if f.kind is not BEANCOUNT_ERROR]
    reported = [error for error in books.errors if isinstance(error, Finding)]
    assert placed(reported) == placed(f for f in ours if not f.advice)


def test_the_book_has_no_fault():
    assert ledgerkit.load(BOOK / "main.beancount").findings() == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_tables_are_written_anew_if_asked(path):
    if WRITE:
        blocks = [str(slip) for slip in SLIPS if slip.source == path]
        path.write_text("\n\n".join(blocks) + "\n", "utf-8")


def test_no_slip_stands_twice():
    edits = [str(slip.edits) for slip in SLIPS]
    assert len(edits) == len(set(edits))


@pytest.mark.parametrize("slip", SLIPS, ids=lambda s: f"{s.source.stem}: {s.why}")
def test_no_remedy_declares_what_is_a_letter_away_from_something_declared(slip):
    """The book has acme, beta, cedar, jane, omar, de07, de19 and in19."""
    for line in slip.told:
        declared = re.search(r'declare it: \S+ custom "[\w-]+" "([\w-]+)"', line)
        known = ("acme", "beta", "cedar", "jane", "omar", "de07", "de19", "in19")
        assert declared is None or all(
            sorted(declared[1]) != sorted(word) for word in known
        )
