"""``custom "statement"`` -> bank statements as recorded in the books."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.banking.booked_statement import BookedStatement, statement_gaps
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION, STATEMENT_GAP
from ledgerkit.language.mended_line import mended_line
from ledgerkit.language.word import Holds, On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import with_cents
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Custom

    from ledgerkit.banking.booked_statement import StatementGap


#: The custom directive.
STATEMENT = "statement"


def read_statements(
    customs: Iterable[Custom],
) -> tuple[Sequence[BookedStatement], list[Finding]]:
    """Every statement, by day, and findings on those that can't be read."""
    statements: list[BookedStatement] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != STATEMENT:
            continue
        statement = _statement(custom)
        if statement is None:
            findings.append(_unreadable(custom))
            continue
        label = f"statement {statement.id} of {statement.account}"
        findings += check_keys(custom, On.STATEMENT, label)
        findings += _wrong_facts(custom, statement, label)
        statements.append(statement)
    statements.sort(key=lambda booked: (booked.day, booked.place))
    findings += map(_gap, statement_gaps(statements))
    return statements, findings


def _statement(custom: Custom) -> BookedStatement | None:
    values = [value.value for value in custom.values or ()]
    if len(values) != 3 or not all(isinstance(v, str) and v for v in values[:2]):
        return None
    account, id_, closing = values
    if ":" not in account or not isinstance(closing, Amount) or closing.number is None:
        return None
    opening, since = written(custom.meta, "opening"), written(custom.meta, "from")
    is_same = isinstance(opening, Amount) and opening.currency == closing.currency
    return BookedStatement(
        account=account,
        id=id_,
        day=custom.date,
        closing=closing.number,
        currency=closing.currency,
        opening=opening.number if is_same else None,
        since=since if isinstance(since, date) else None,
        file=_text(written(custom.meta, "file")),
        digest=_text(written(custom.meta, "digest")),
        reading=_text(written(custom.meta, "reading")),
        place=place_of(custom),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _unreadable(custom: Custom) -> Finding:
    form = mended_line(custom, Holds.ACCOUNT, Holds.TEXT, Holds.AMOUNT) or (
        f'{custom.date} custom "statement" Assets:Bank "{custom.date:%Y-%m}"'
        " 5210.40 EUR"
    )
    message = (
        "a statement needs its account, its number or month in quotes, and the balance"
        f" that it ends with; write {form}"
    )
    return finding(BAD_DECLARATION, place_of(custom), message)


def _wrong_facts(
    custom: Custom, statement: BookedStatement, label: str
) -> Iterator[Finding]:
    """Facts of the right type that can't be true."""
    opening = written(custom.meta, "opening")
    if isinstance(opening, Amount) and opening.currency != statement.currency:
        yield finding(
            BAD_DECLARATION,
            statement.place,
            f"{label}: it opens in {opening.currency} and closes in"
            f" {statement.currency}; write both balances in one currency",
        )
    if statement.since is not None and statement.since > statement.day:
        yield finding(
            BAD_DECLARATION,
            statement.place,
            f"{label}: it begins on {statement.since}, after its end on"
            f" {statement.day}; correct from: or the date",
        )


def _gap(gap: StatementGap) -> Finding:
    earlier, later = gap
    assert later.opening is not None
    currency = later.currency

    def money(number: Any) -> str:
        return f"{with_cents(number, currency):f}"

    return finding(
        STATEMENT_GAP,
        later.place,
        f"statement {later.id} of {later.account} opens with"
        f" {money(later.opening)} {currency}, and {earlier.id} closed with"
        f" {money(earlier.closing)} on {earlier.day}: {money(gap.difference)} lies"
        " between; import the statement that is missing",
    )


#: A year of a busy account takes a tenth of this.
_BYTES_MAX = 64 * 1024 * 1024


def statement_content(ledger: str, statement: BookedStatement) -> bytes:
    """The bytes of a statement's file.

    Args:
        ledger: The main ledger file; the path is relative to its folder.
        statement: The statement.

    Raises:
        UnreadableFileError: If the file is missing, is elsewhere, is too large, or has
            changed since.
    """
    folder = Path(ledger).resolve().parent
    path = (folder / statement.file).resolve()
    if folder not in path.parents:
        raise unreadable(statement.file, "it lies outside the books' folder")
    try:
        with path.open("rb") as stream:
            content = stream.read(_BYTES_MAX + 1)
    except OSError as error:
        raise unreadable(statement.file, error.strerror or str(error)) from None
    if len(content) > _BYTES_MAX:
        raise unreadable(statement.file, "it is larger than 64 MB")
    if statement.digest and sha256(content).hexdigest() != statement.digest:
        raise unreadable(
            statement.file, "it isn't the file that was kept: its digest differs"
        )
    return content
