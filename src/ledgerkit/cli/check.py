"""``ledgerkit check``: the findings that somebody should look at."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ledgerkit.books.checks import CHECK_OF_SIDE, CHECKS
from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.options import file_option, load_for_command, report_options
from ledgerkit.cli.show import show, shown_file, shown_place
from ledgerkit.cli.which_books import whole_books
from ledgerkit.errors import UsageError
from ledgerkit.language.document_kinds import MONEY_ON_ACCOUNT, UNNUMBERED_DOCUMENT
from ledgerkit.open_items.side import Side
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Finding, FindingKind
    from ledgerkit.table import Row, Table

#: Advice that a book of old habits has for every line of a party: so many pieces
#: of one kind are shown, and the others counted.
_GROUPED, _SHOWN = frozenset({MONEY_ON_ACCOUNT.name, UNNUMBERED_DOCUMENT.name}), 3


def _completed(
    _context: click.Context, _argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    return [
        CompletionItem(check.name, help=check.meaning)
        for check in CHECKS
        if check.name.startswith(begun)
    ] or [CompletionItem(begun, type="file")]


@click.command("check")
@click.argument("words", nargs=-1, metavar="[NAME]...", shell_complete=_completed)
@file_option
@report_options
@click.option(
    "--no-advice", is_flag=True, help="Leave out advice, which spoils no figure"
)
@click.option(
    "--all", "all_", is_flag=True, help="Show every piece of advice, however many"
)
@click.option(
    "--alone", is_flag=True, help="Check a file without the books that include it"
)
@click.option(
    "--list", "list_", is_flag=True, help="List the names of the checks instead"
)
def check_command(  # noqa: PLR0913 - each is a choice of the person
    words: tuple[str, ...],
    file: Path | None,
    *,
    as_of: date,
    no_advice: bool,
    all_: bool,
    alone: bool,
    list_: bool,
    **options: Any,
) -> None:
    """Check the books: Beancount's errors and ledgerkit's findings.

    Errors are printed as file:line: message, so that editors can jump to them.
    The exit status is 1 if some figure can't be trusted; with advice alone it is 0, or
    1 where the book sets strict TRUE.

    With NAME only that check is made; --list names them all. A file that another
    includes is checked with the books it is part of.
    """
    if list_:
        for check in CHECKS:
            click.echo(f"{check.name:<12}  {check.meaning}")
        return
    names, books = _divided(words)
    named = books or file
    if named is not None and not alone:
        named = whole_books(named, "checked")
    loaded = load_for_command(named, None, alone=True)
    chosen = [check for check in CHECKS if check.name in names] or None
    findings, strict = loaded.findings(chosen), loaded.settings.strict
    if options["format_"] == "text" and options["output"] is None:
        _print_lines(findings, advice=not no_advice, all_=all_)
        click.echo(_summary(findings, names, _unknown(loaded, names), strict=strict))
    else:
        table = _with_shown_files(loaded.check(as_of=as_of, checks=chosen))
        if no_advice:
            rows = [row for row in table.rows if row.cells["level"] == "error"]
            table = replace(table, rows=rows)
        show(table, **options)
    spoiled = any(strict or not finding.advice for finding in findings)
    sys.exit(FINDINGS if spoiled else DONE)


def _divided(words: Sequence[str]) -> tuple[frozenset[str], Path | None]:
    """The names of checks, and the books: the last word, if it names no check.

    Raises:
        UsageError: If a word is neither.
    """
    known = [check.name for check in CHECKS]
    names = [word for word in words if word in known]
    others = [word for word in words if word not in known]
    if len(others) > 1:
        raise UsageError(
            f"there is no check {others[0]!r}"
            + (suggestion(others[0], known) or "; see ledgerkit check --list")
        )
    if others and not Path(others[0]).exists():
        near = suggestion(others[0], known)
        if near:
            raise UsageError(f"there is no check or file {others[0]!r}{near}")
    return frozenset(names), Path(others[0]) if others else None


def _print_lines(findings: Sequence[Finding], *, advice: bool, all_: bool) -> None:
    """A line for each finding, errors first and on standard error."""
    for finding in findings:
        if not finding.advice:
            click.echo(_line(finding, finding.message), err=True)
    pieces = [finding for finding in findings if finding.advice and advice]
    lines = (_line(finding, finding.message) for finding in pieces)
    for line in lines if all_ else _grouped(pieces):
        click.echo(line)


def _line(finding: Finding, message: str) -> str:
    level = "advice: " if finding.advice else ""
    place = shown_place(finding.place)
    return visible(f"{place}: {level}{message} [{finding.kind.name}]")


def _grouped(pieces: Sequence[Finding]) -> Iterator[str]:
    """Advice, three of a kind and party, and then the number of the others."""
    totals = Counter(map(_group, pieces))
    seen: Counter[tuple[FindingKind, str]] = Counter()
    for finding in pieces:
        group = _group(finding)
        seen[group] += 1
        remaining = totals[group] - _SHOWN
        if finding.kind.name not in _GROUPED or seen[group] <= _SHOWN or remaining == 1:
            yield _line(finding, finding.message)
        elif seen[group] == _SHOWN + 1:
            more = f"{remaining} more of {finding.party} from here on; --all shows each"
            yield _line(finding, more)


def _group(finding: Finding) -> tuple[FindingKind, str]:
    return finding.kind, finding.party


def _with_shown_files(table: Table) -> Table:
    """The table with its files named relative to this directory."""

    def shown(row: Row) -> Row:
        file = shown_file(str(row.cells["file"]))
        return replace(row, cells={**row.cells, "file": file})

    return replace(table, rows=[shown(row) for row in table.rows])


def _unknown(books: Books, names: AbstractSet[str]) -> str:
    """What is not known of the sides looked at; empty if an account of each is."""
    sides = [
        side
        for side in Side
        if not names or CHECK_OF_SIDE[side] in names
        if not books.knows_control_account(side)
    ]
    if not sides:
        return ""
    missing = " or ".join(side.value for side in sides)
    whose = " to us" if sides == [Side.RECEIVABLE] else " by us"
    listed = f"owed{whose if len(sides) == 1 else ''}"
    return f"no {missing} account is known, so nothing is listed as {listed}"


def _summary(
    findings: Sequence[Finding], names: AbstractSet[str], unknown: str, *, strict: bool
) -> str:
    if not findings and unknown:
        return f"Nothing to look at; {unknown}."
    if not findings and names:
        return f"Nothing to look at in {', '.join(sorted(names))}."
    if not findings:
        return "Nothing to look at: every figure can be trusted."
    advice = sum(finding.advice for finding in findings)
    errors = len(findings) - advice
    trust = "no errors" if not errors else f"{errors} error{'s'[: errors > 1]}"
    pieces = f"{advice} piece{'s'[: advice != 1]} of advice"
    counts = ", which counts because the book is strict" if strict and advice else ""
    return f"{trust}, {pieces}{counts}."
