"""Texts of strangers that would do something, in every place where one can stand."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds
from tests.any_type import BOOK, PLACES, filled
from tests.conftest import SAMPLE_BOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: A host that nobody has; no page may ask it for anything.
ELSEWHERE = "http://elsewhere.invalid/"
RUN = "window.canary=1"
SUM = "62615533"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'<img src="{ELSEWHERE}i">',
    f"<svg onload={RUN}><style>@import url({ELSEWHERE}s)</style>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f"</script><script>{RUN}</script>",
    f"</textarea></title><script src={ELSEWHERE}j></script>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}r">',
    f'<base href="{ELSEWHERE}"><link rel=stylesheet href="{ELSEWHERE}c">',
    f"javascript:{RUN}",
    f'<form action="{ELSEWHERE}f"><button autofocus>x</button></form>',
    "{{ 7919 * 7907 }}{% raw %}${7919*7907}",
    "../../../../etc/passwd",
    "x\r\nSet-Cookie: canary=1\r\n\r\n<script>window.canary=1</script>",
)
#: Keys in one book: with all of them wrong, no report would show much of it.
KEYS_TOGETHER = 12


class Case(NamedTuple):
    """One attack.

    Attributes:
        where: The field, in words.
        place: The place in the book; empty if it is a line of its own.
        lines: What is written there.
    """

    where: str
    place: str
    lines: str


def quoted(text: str) -> str:
    """As Beancount reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fields() -> Iterator[tuple[str, str, str]]:
    """Each field that holds text: in words, its place, and how it is written."""
    for name, on in dict.fromkeys(
        (key.name, on) for key in KEYS if key.holds is Holds.TEXT for on in key.on
    ):
        for place in PLACES.get(on, (on.value,)):
            if "{" + place + "}" in BOOK:
                yield f"{name}: of a {place}", place, f"  {name}: %s"
    for where, line in {
        "payee and narration": "2026-01-07 * %s %s\n"
        "  Assets:Bank  1 EUR\n  Income:Sales",
        "narration of an invoice": '2026-01-07 * "Acme" %s ^INV-8\n'
        "  Assets:Receivable  1 EUR\n  Income:Sales",
        "payee of a bill": '2026-01-07 * %s "x" ^B-8\n'
        "  Liabilities:Payable  -1 EUR\n  Expenses:X",
        "any key": '2026-01-07 * "Acme" "x"\n  said: %s\n'
        "  Assets:Bank  1 EUR\n    said: %s\n  Income:Sales",
        "number of an invoice": '2026-01-07 * "Acme" "x"\n  invoice: %s\n'
        "  Assets:Receivable  1 EUR\n  Income:Sales",
        "note": "2026-01-07 note Assets:Receivable %s",
        "event": "2026-01-07 event %s %s",
        "name of a query": '2026-01-07 query %s "select account"',
        "title": 'option "title" %s',
        "any directive": '2026-01-07 custom "mine" %s',
        "setting": '2026-01-07 custom "ledgerkit" %s %s',
        **{
            f"{value} of a {kind}": f'2026-01-07 custom "{kind}" {values}'
            for kind in ("client", "vendor", "manager", "contact", "plan", "case")
            for value, values in {"id": '%s "x"', "name": f'"new-{kind}" %s'}.items()
        },
        "what was done": '2026-01-07 custom "activity" "acme" "call" %s',
        "kind of what was done": '2026-01-07 custom "activity" "acme" %s "x"',
        "opportunity": '2026-01-07 custom "opportunity" "op-2" %s\n  client: "acme"',
        "contract": '2026-01-07 custom "contract" "co-2" %s\n  client: "acme"',
        "statement": '2026-02-07 custom "statement" Assets:Bank %s 1.00 EUR',
        "void": '2026-01-07 custom "void" "INV-2026-009" %s',
    }.items():
        yield where, "", line


def cases() -> Sequence[Case]:
    """Every field with every attack."""
    return [
        Case(f"{attack!r} as {where}", place, form.replace("%s", quoted(attack)))
        for attack in ATTACKS
        for where, place, form in fields()
    ]


def groups(seed: int) -> Iterator[Sequence[Case]]:
    """Books' worth of cases: each place once or a few times."""
    left = list(cases())
    Random(seed).shuffle(left)
    while left:
        yield left[: 4 * KEYS_TOGETHER]
        left = left[4 * KEYS_TOGETHER :]


def write_book(folder: Path, group: Sequence[Case], attack: str) -> Path:
    """A book with these cases, and with what strangers sent, attacks in each text."""
    added: dict[str, list[str]] = {}
    for case in group:
        added.setdefault(case.place, []).append(case.lines)
    own = "\n".join(added.pop("", []))
    text = filled(**{place: "\n".join(lines) for place, lines in added.items()})
    book = folder / "main.beancount"
    book.write_text(
        f'{text}2020-01-01 open Expenses:Unknown\n  role: "suspense"\n{own}\n',
        encoding="utf-8",
    )
    _attach_files(folder, book, attack)
    _import_files(folder, book, attack)
    return book


def _attach_files(folder: Path, book: Path, attack: str) -> None:
    name = attack.replace("/", "\N{DIVISION SLASH}").replace("\r\n", " ")
    (folder / "files").mkdir()
    (folder / "files" / f"2026-01-10.{name}.pdf").write_bytes(b"%PDF-1.4")
    page = folder / "files" / "page.html"
    page.write_text(f"<script>opener?opener.{RUN}:0;{RUN}</script>")
    with book.open("a") as text:
        for path in sorted((folder / "files").iterdir()):
            text.write(f"2026-01-10 document Assets:Receivable {quoted(str(path))}\n")


def _import_files(folder: Path, book: Path, attack: str) -> None:
    """A bank's memo, an e-invoice's lines and names, an address book."""
    line = attack.replace("\r\n", " ").replace('"', '""')
    memo = folder / "statement.csv"
    memo.write_text(f'Date,Description,Amount\n2026-02-03,"{line}",-5.00\n')
    escaped = attack.replace("&", "&amp;").replace("<", "&lt;").replace("\r\n", " ")
    bill = folder / "bill.xml"
    text = (SAMPLE_BOOKS / "shop" / "inbox" / "LT-51399.xml").read_text()
    for word in ("Chain, 9-speed", "Lindauer Teile GmbH &amp; Co. KG", "Lindau<"):
        text = text.replace(word, escaped + "<" * word.endswith("<"))
    bill.write_text(text)
    card = folder / "card.vcf"
    said = attack.replace("\r\n", " ").replace(";", "\\;").replace(",", "\\,")
    card.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:{said}\nORG:{said}\nEND:VCARD\n")
    for arguments in (
        ["bank", "import", str(memo), "--account", "Assets:Bank"],
        ["bill", "import", str(bill)],
        ["import", "clients", str(card)],
    ):
        # What can't be imported into books as wrong as these is refused.
        done = CliRunner().invoke(
            main, [*arguments, "-f", str(book), "--yes", "--despite-errors"]
        )
        assert isinstance(done.exception, SystemExit | None), done.exception
