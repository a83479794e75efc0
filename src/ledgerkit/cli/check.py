"""``ledgerkit check``: what a person should look at."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ledgerkit.books.checks import CHECKS
from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.options import file_option, load_for_command, report_options
from ledgerkit.cli.show import show, shown_file, shown_place
from ledgerkit.errors import UsageError
from ledgerkit.language.finding_kinds import MONEY_ON_ACCOUNT, UNNUMBERED_DOCUMENT
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

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
@click.argument(
    "words", nargs=-1, metavar="[NAME]... [BOOKS]", shell_complete=_completed
)
@file_option
@report_options
@click.option(
    "--no-advice", is_flag=True, help="Leave out advice, which spoils no figure"
)
@click.option(
    "--all", "all_", is_flag=True, help="Show every piece of advice, however many"
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
    list_: bool,
    **options: Any,
) -> None:
    """Check the books: Beancount's errors and ledgerkit's findings.

    Errors are printed as file:line: message, so that editors can jump to them.
    Exit status 1 if some figure can't be trusted; advice alone is status 0, or 1
    where the book sets strict TRUE.

    With NAME only that check is made; --list names them all.
    """
    if list_:
        for check in CHECKS:
            click.echo(f"{check.name:<12}  {check.meaning}")
        return
    names, books = _divided(words)
    loaded = load_for_command(books, file)
    chosen = [check for check in CHECKS if check.name in names] or None
    findings, strict = loaded.findings(chosen), loaded.settings.strict
    if options["format_"] == "text" and options["output"] is None:
        _print_lines(findings, advice=not no_advice, all_=all_)
        click.echo(_summary(findings, names, strict=strict))
    else:
        table = _with_shown_files(loaded.check(as_of=as_of, checks=chosen))
        if no_advice:
            rows = [row for row in table.rows if row.cells["level"] == "error"]
            table = replace(table, rows=rows)
        show(table, **options)
    spoiled = any(strict or not found.advice for found in findings)
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
    for found in findings:
        if not found.advice:
            click.echo(_line(found, found.message), err=True)
    pieces = [found for found in findings if found.advice and advice]
    lines = (_line(found, found.message) for found in pieces)
    for line in lines if all_ else _grouped(pieces):
        click.echo(line)


def _line(found: Finding, message: str) -> str:
    level = "advice: " if found.advice else ""
    place = shown_place(found.place)
    return visible(f"{place}: {level}{message} [{found.kind.name}]")


def _grouped(pieces: Sequence[Finding]) -> Iterator[str]:
    """Advice, the fourth of a kind and party with the number of those to come."""
    totals = Counter(map(_group, pieces))
    seen: Counter[tuple[FindingKind, str]] = Counter()
    for found in pieces:
        group = _group(found)
        seen[group] += 1
        left = totals[group] - _SHOWN
        if found.kind.name not in _GROUPED or seen[group] <= _SHOWN or left == 1:
            yield _line(found, found.message)
        elif seen[group] == _SHOWN + 1:
            more = f"{left} more of {found.party} from here on; --all shows each"
            yield _line(found, more)


def _group(found: Finding) -> tuple[FindingKind, str]:
    return found.kind, found.party


def _with_shown_files(table: Table) -> Table:
    """The table with its files called as from this directory."""

    def shown(row: Row) -> Row:
        file = shown_file(str(row.cells["file"]))
        return replace(row, cells={**row.cells, "file": file})

    return replace(table, rows=[shown(row) for row in table.rows])


def _summary(
    findings: Sequence[Finding], names: AbstractSet[str], *, strict: bool
) -> str:
    if not findings and names:
        return f"Nothing to look at in {', '.join(sorted(names))}."
    if not findings:
        return "Nothing to look at: every figure can be trusted."
    advice = sum(found.advice for found in findings)
    errors = len(findings) - advice
    trust = "no errors" if not errors else f"{errors} error{'s'[: errors > 1]}"
    pieces = f"{advice} piece{'s'[: advice != 1]} of advice"
    counts = ", which counts because the book is strict" if strict and advice else ""
    return f"{trust}, {pieces}{counts}."
