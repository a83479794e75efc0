"""What says that a return was filed, its list, and the entry that settles it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.books.taxes.filing.filed_returns import payment_day
from ledgerkit.books.taxes.filing.filings import FILING
from ledgerkit.books.taxes.forms import asked_form
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.taxes.foreign_tax import foreign_tax
from ledgerkit.entries.taxes.settlement_entry import (
    SettlementAccounts,
    settlement_entry,
)
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.closing.canonical import CanonicalForm, total_digest
from ledgerkit.general_ledger.closing.closed_list import digest_of_list
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.taxes.filing.filed_list import FiledBox
from ledgerkit.taxes.filing.rules import Route
from ledgerkit.taxes.filing.settlement import settle
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.reading import ReturnOfPeriod
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.ledger.writing.writer import Splice
    from ledgerkit.taxes.filing.filed_list import FiledList
    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.filing.filing import Filing
    from ledgerkit.taxes.filing.settlement import ReturnSettlement
    from ledgerkit.taxes.form import TaxForm

_NOTHING = FiledBox(ZERO, ZERO)
#: Where the lists are, from the main ledger's folder.
RETURNS_FOLDER = "tax-returns"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReturn:
    """A return to file.

    Attributes:
        period: Its word, e.g. ``2026-Q1``.
        form: The form's name; None for that of the company's country.
        day: The day on which it is filed.
        reference: What the office calls it; empty not to say.
        accounts: The accounts that a person names.
    """

    period: str
    form: str | None
    day: date
    reference: str = ""
    accounts: SettlementAccounts = field(default_factory=SettlementAccounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFiling(PlannedEntries):
    """The directives that file a return, and its list.

    Attributes:
        file: The list, from the main ledger's folder.
        content: The text of the list.
        digest: Of the list.
    """

    file: str
    content: bytes
    digest: str


def plan_filing(books: Books, request: FileReturn) -> PlannedFiling:
    """Plan to file a return: what says so, its list, and its settlement.

    Raises:
        UsageError: If the period isn't over, or is filed and nothing was changed since,
            or an account isn't known.
    """
    period = parse_period(request.period, books.general_ledger.fiscal)
    form = asked_form(books.directory, request.form, period.last)
    _check_can_file(request, form, period)
    corrected = _corrected(books, form, period)
    returns = books.filed_returns
    made = returns.tax_return(form, period)
    _check_whole(made)
    _check_list(books, form, period)
    listed = _headed(books, request, form, returns.listed(form, made))
    _check_counted_once(books, form, period, listed)
    content = listed.text().encode()
    digest = digest_of_list(content)
    file = _free_file(books, form, period)
    owed = listed.boxes.get(form.result, _NOTHING).amount
    currency = books.taxes_read.currency
    directive = _directive(
        request, form, period, {"file": file, "digest": digest}, Amount(owed, currency)
    )
    if corrected is not None:
        directive.meta["corrects"] = corrected.digest
    day = _settlement_day(books, request, period, corrected)
    settlement = _to_settle(books, form, listed, corrected)
    name = f"{form.name} {period.label}"
    foreign = foreign_tax(books, _newly_counted(books, listed, corrected))
    entry = settlement_entry(books, name, day, settlement, request.accounts, foreign)
    what = "correction of the return" if corrected is not None else "return"
    directives: list[Directive] = [directive]
    return PlannedFiling(
        done=f"the {what} {name} over {as_money(owed, currency)}",
        directives=[*directives, *([entry] if entry is not None else [])],
        notes=list(_notes(books, form, period, made)),
        file=file,
        content=content,
        digest=digest,
    )


def _check_can_file(request: FileReturn, form: TaxForm, period: Period) -> None:
    if form.result not in form.ids and form.lists is None:
        raise UsageError(f"the form {form.name} has no box of what is owed to settle")
    if period.last >= request.day:
        raise UsageError(
            f"{period.label} is not over: it ends on {period.last}; file it from the"
            " day after"
        )
    if hidden_character(request.reference) or "\n" in request.reference:
        raise UsageError("the reference has characters that can't be seen; type it")


def _corrected(books: Books, form: TaxForm, period: Period) -> Filing | None:
    """The filing of this period that is to be corrected; None if it isn't filed.

    Raises:
        UsageError: If there is nothing to correct, or another period overlaps.
    """
    returns = books.filed_returns
    other = returns.filings.overlaps(form.name, period)
    if other is None:
        return None
    where = f"{other.day} ({short_place(other.place)})"
    if (other.period.first, other.period.last) != (period.first, period.last):
        raise UsageError(
            f"{period.label} has days in common with {other.name}, which was filed on"
            f" {where}; file another period"
        )
    if returns.filed_list(other) is None:
        raise UsageError(
            f"{other.name} was filed on {where}, and its list {other.file} can't be"
            " read; restore the file"
        )
    routes = {r.route for r in returns.routed if r.filing == other}
    if not routes and not returns.changed_boxes(other):
        raise UsageError(
            f"{other.name} was filed on {where}, and nothing that it counts was changed"
            " since"
        )
    if Route.NEXT_RETURN in routes:
        raise UsageError(
            f"{other.name} was filed on {where}; what was changed since counts in the"
            f" next return, of the period from {_after(other.period.last)}"
        )
    return other


def _after(day: date) -> date:
    return day.fromordinal(min(day.toordinal() + 1, day.max.toordinal()))


def _check_whole(made: ReturnOfPeriod) -> None:
    """Refuse to file what doesn't count everything."""
    for place in made.unreadable:
        raise UsageError(
            f"{short_place(place)}: no rate says what it is in the currency of the"
            " books; write one before the return is filed"
        )
    for amount in made.filled_in.unplaced:
        raise UsageError(
            f"{short_place(amount.place)}: nothing says which box code"
            f" {amount.code.id} goes to; write base-box: and tax-box: on custom"
            f' "tax-code" "{amount.code.id}"'
        )


def _check_list(books: Books, form: TaxForm, period: Period) -> None:
    """Refuse to file a list that can't say everything, or in another currency."""
    if form.lists is None:
        return
    found = books.filed_returns.tax_list(form, period)
    for what in found.missing:
        raise UsageError(f"{form.name} {period.label} can't be filed: {what}")
    if found.currency != books.taxes_read.currency:
        raise UsageError(
            f"{form.name} is in {found.currency}, and the books are in"
            f" {books.taxes_read.currency}: what is owed there changes with the rate"
            " until it is paid, so post what settles it by hand"
        )


def _check_counted_once(
    books: Books, form: TaxForm, period: Period, listed: FiledList
) -> None:
    """Refuse to settle tax that another form of these days settles."""
    mine = {_counted_as(p): p for p in listed.postings if _is_settled(p)}
    for filing in books.filed_returns.filings.all:
        is_apart = (
            filing.period.last < period.first or period.last < filing.period.first
        )
        if filing.form == form.name or is_apart:
            continue
        other = books.filed_returns.filed_list(filing)
        for posting in other.postings if other is not None else ():
            if _is_settled(posting) and _counted_as(posting) in mine:
                place = short_place(mine[_counted_as(posting)].place)
                raise UsageError(
                    f"{place}: this tax is in {filing.name}, which was filed on"
                    f" {filing.day} ({short_place(filing.place)}), and"
                    f" {form.name} {period.label} would settle it again; file one form"
                    " of the two, and show the other with ledgerkit tax-return"
                    f" {period.label} --form {form.name}"
                )


def _is_settled(posting: FiledPosting) -> bool:
    return posting.is_posted_tax and bool(posting.shares)


def _counted_as(posting: FiledPosting) -> tuple[object, ...]:
    """What a posting is to whatever form counts it."""
    return posting.due, posting.day, posting.code, posting.account, posting.number


def _headed(
    books: Books, request: FileReturn, form: TaxForm, listed: FiledList
) -> FiledList:
    """The list with its head."""
    period = parse_period(request.period, books.general_ledger.fiscal)
    digest = CanonicalForm().digest
    codes = [
        digest(custom)
        for custom in books.source.reading.customs
        if custom.type in {"tax-code", "tax-scheme"}
    ]
    head = {
        "form": form.name,
        "period": period.label,
        "from": str(period.first),
        "until": str(period.last),
        "filed": str(request.day),
        "reference": " ".join(request.reference.split()),
        "currency": books.taxes_read.currency,
        "codes": total_digest(codes),
    }
    return replace(listed, head=head)


def _free_file(books: Books, form: TaxForm, period: Period) -> str:
    """A name that no list has yet."""
    folder = Path(books.filename).resolve().parent
    taken = {filing.file for filing in books.filed_returns.filings.all}
    name = f"{form.name}-{period.label.replace('..', '_')}"
    file, count = f"{RETURNS_FOLDER}/{name}.filed", 1
    while file in taken or (folder / file).exists():
        count += 1
        file = f"{RETURNS_FOLDER}/{name}.{count}.filed"
    return file


def _directive(
    request: FileReturn,
    form: TaxForm,
    period: Period,
    listed: Mapping[str, str],
    owed: Amount,
) -> Custom:
    meta: dict[str, Any] = {"from": period.first, "until": period.last, **listed}
    if request.reference:
        meta["reference"] = request.reference
    meta |= {"due": payment_day(form, period), "amount": owed}
    values = [ValueType(form.name, str), ValueType(period.label, str)]
    return Custom(meta, request.day, FILING, values)


def _settlement_day(
    books: Books, request: FileReturn, period: Period, corrected: Filing | None
) -> date:
    """The period's last day; if that is closed, or settled before, the filing's."""
    closed = books.closed_periods.closings.in_force
    is_closed = any(c.period.first <= period.last <= c.period.last for c in closed)
    return request.day if is_closed or corrected is not None else period.last


def _to_settle(
    books: Books, form: TaxForm, listed: FiledList, corrected: Filing | None
) -> ReturnSettlement:
    """What is to be settled: all of it, or what a correction changes."""
    settlement = settle(form, listed.boxes, listed.postings)
    before = books.filed_returns.filed_list(corrected) if corrected else None
    if before is None:
        return settlement
    return settlement.less(settle(form, before.boxes, before.postings))


def _newly_counted(
    books: Books, listed: FiledList, corrected: Filing | None
) -> Sequence[FiledPosting]:
    """What a return counts that the one it corrects doesn't."""
    before = books.filed_returns.filed_list(corrected) if corrected else None
    known = {posting.digest for posting in before.postings} if before else set()
    return [posting for posting in listed.postings if posting.digest not in known]


def _notes(
    books: Books, form: TaxForm, period: Period, made: ReturnOfPeriod
) -> Iterator[str]:
    gap = books.filed_returns.gap(form, period)
    if gap is not None:
        yield (
            f"the last filed return is {gap.name}, until {gap.period.last}: nothing is"
            f" carried over to {period.label}"
        )
    result = made.filled_in.result
    limit = form.filing.unpaid_up_to
    if result is not None and ZERO < result.amount <= limit:
        yield f"up to {limit:f} nothing is paid: it is carried to the next return"


class FilingChange(EntriesChange[PlannedFiling]):
    """The change of files that files a return: the list first, then the entries."""

    def _splices(self) -> Mapping[Path, Splice]:
        return {self._list_path: self._write_list, **super()._splices()}

    @property
    def _list_path(self) -> Path:
        return self._main.resolve().parent / self.planned.file

    def _write_list(self, old: bytes) -> bytes:
        if old and old != self.planned.content:
            raise UsageError(
                f"{self._list_path}: is there already, and no filing names it; move it"
                " away"
            )
        return self.planned.content

    def diff(self) -> str:
        """The change of the ledger, and the list in a line: it may have thousands."""
        lines = self.planned.content.count(b"\n")
        return (
            self._diff_of(super()._splices())
            + f"A new file {self.planned.file} of {lines} lines.\n"
        )

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write both, or nothing."""
        folder = self._list_path.parent
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
        try:
            super().write(progress=progress)
        except BaseException:
            if is_new:
                with suppress(OSError):
                    folder.rmdir()
            raise
