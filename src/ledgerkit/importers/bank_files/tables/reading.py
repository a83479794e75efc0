"""How to read one table: the profile, and the format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.form import FormGiven, TableForm, read_form
from ledgerkit.importers.bank_files.tables.heading_words import ANY_ACCOUNT, DAY_FIRST
from ledgerkit.importers.bank_files.tables.headings import (
    HEADING_ROWS_MAX,
    Headings,
    find_headings,
    heading_parts,
)
from ledgerkit.importers.bank_files.tables.match_profile import (
    ProfileMatch,
    all_profiles,
    match_of,
    named_profile,
    profile_matches,
)
from ledgerkit.importers.bank_files.tables.profile import (
    MONEY_FIELDS,
    BankField,
    column_places,
)
from ledgerkit.importers.tables.headings import compact
from ledgerkit.text.unreadable import ambiguous, excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.bank_files.tables.profile import BankProfile
    from ledgerkit.importers.tables.rows import TableRow, TableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMatch:
    """A recognised table.

    Attributes:
        profile: How to read it; made from its headings if no profile fits.
        line: The line of its header row; 0 if it has none.
        header: The header row.
        known: How many columns are known.
        day_first: The language of its headings if its countries put the day before the
            month, and no profile gives a date format.
        languages: Of its headings, if no profile fits.
        is_guess: Whether nothing proves which column of two is money in.
    """

    profile: BankProfile
    line: int
    header: tuple[str, ...]
    known: int
    day_first: str = ""
    languages: frozenset[str] = frozenset()
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """Everything needed to read a table's rows.

    Attributes:
        rows: The rows, from the first of the file.
        match: The recognised table.
        places: The columns of each field.
        width: How many cells a row has.
        form: How dates and amounts are written.
        sign: ``as-is`` or ``reversed``; empty to go by the balances.
        currency: Of rows that don't state one.
        account: Likewise.
    """

    rows: TableRows
    match: TableMatch
    places: Mapping[BankField, tuple[int, ...]]
    width: int
    form: TableForm
    sign: str
    currency: str
    account: str

    def data_rows(self) -> Iterator[TableRow]:
        """The rows below the header."""
        return rows_below(self.rows, self.match)


def rows_below(rows: TableRows, match: TableMatch) -> Iterator[TableRow]:
    """The rows of a table below its header, without those that its profile skips."""
    first = max(match.line, match.profile.skip_before)
    after = match.profile.skip_after
    if not after:
        yield from (row for row in rows if row.line > first)
        return
    pending: list[TableRow] = []
    for row in rows:
        if row.line <= first:
            continue
        pending.append(row)
        if len(pending) > after:
            yield pending.pop(0)


def head_of(rows: TableRows) -> Sequence[TableRow]:
    """The beginning of a table, down to where its header row may be."""
    return list(islice(rows, 2 * HEADING_ROWS_MAX))


def recognise_table(
    head: Sequence[TableRow], choices: BankFileChoices, file: str
) -> TableMatch | None:
    """The table recognised by its beginning; None if unknown.

    Raises:
        UnreadableFileError: If several profiles fit, or the one named doesn't.
    """
    named = named_profile(choices, file)
    if named is not None:
        match = match_of(named, head)
        return None if match is None else _by_profile(match)
    matches = profile_matches(all_profiles(choices), head)
    if len(matches) > 1:
        names = ", ".join(match.profile.name for match in matches)
        first = matches[0].profile.name
        raise ambiguous(
            file,
            f"may be of several banks: {names}",
            remedy=f"write --profile {first} if that is right",
            likeliest=("profile", first),
        )
    if matches:
        return _by_profile(matches[0])
    headings = find_headings(head)
    return None if headings is None else _by_headings(headings)


def _by_profile(match: ProfileMatch) -> TableMatch:
    return TableMatch(
        profile=match.profile,
        line=match.line,
        header=match.header,
        # A profile knows its file; headings matched by chance can't outrank it.
        known=1000 + len(match.profile.columns),
    )


def _by_headings(headings: Headings) -> TableMatch:
    foreign = headings.languages <= DAY_FIRST
    return TableMatch(
        profile=headings.profile,
        line=headings.line,
        header=headings.header,
        known=headings.known,
        day_first=min(headings.languages) if foreign else "",
        languages=headings.languages,
    )


def read_table(
    rows: TableRows,
    match: TableMatch,
    choices: BankFileChoices,
    *,
    go_on: bool = False,
) -> TableReading:
    """Find out the format of a recognised table.

    Args:
        rows: The table.
        match: The recognised table's profile and header.
        choices: A person's options.
        go_on: Whether to take the first of two ways, and report it.

    Raises:
        UnreadableFileError: If any of it is ambiguous.
    """
    profile = match.profile
    file = rows.file
    width = len(match.header) or len(profile.row)
    places = _places(match, width, file)
    date_form = choices.date_format
    form_given = FormGiven(
        date_formats=(date_form,) if date_form else profile.date_formats,
        decimal_mark=choices.decimal_mark or profile.decimal_mark,
        usual_dates=not date_form,
        usual_marks=not choices.decimal_mark,
        day_first=match.day_first,
        go_on=go_on,
    )
    form = read_form(rows_below(rows, match), places, form_given, file)
    if form.is_own_iban and _may_be_own(match, places):
        match = _with_own_account(match)
        places = _places(match, width, file)
    return TableReading(
        rows=rows,
        match=match,
        places=places,
        width=width,
        form=form,
        sign=choices.sign or profile.sign,
        currency=profile.currency or _named(match, places) or form.currency,
        account=profile.account,
    )


def _may_be_own(match: TableMatch, places: Mapping[BankField, tuple[int, ...]]) -> bool:
    """Whether the heading of an account leaves open whose it is."""
    if match.profile.name or BankField.ACCOUNT in places or not match.header:
        return False
    return compact(match.header[places[BankField.IBAN][0]]) in ANY_ACCOUNT


def _with_own_account(match: TableMatch) -> TableMatch:
    """The table, with the account of each row as that of the statement."""
    columns: dict[BankField, tuple[str, ...]] = {
        BankField.ACCOUNT if field is BankField.IBAN else field: names
        for field, names in match.profile.columns.items()
    }
    return replace(match, profile=replace(match.profile, columns=columns))


def _places(
    match: TableMatch, width: int, file: str
) -> Mapping[BankField, tuple[int, ...]]:
    headings = [compact(name) for name in match.header]
    places = column_places(match.profile, headings, width)
    needed = [BankField.DATE] if BankField.DATE not in places else []
    if not any(field in places for field in MONEY_FIELDS):
        needed.append(BankField.AMOUNT)
    for field in needed:
        names = match.profile.columns.get(field, ())
        heading = " or ".join(excerpt(name) for name in names) or field.value
        raise unreadable(
            file,
            f"has no column {heading}, which the profile {match.profile.name} takes for"
            f" the {field.value}",
            match.line or 1,
        )
    return places


def _named(match: TableMatch, places: Mapping[BankField, tuple[int, ...]]) -> str:
    """The currency in the headings of the amounts; empty if none names one."""
    currencies = {
        heading_parts(match.header[place])[1]
        for field in MONEY_FIELDS
        for place in places.get(field, ())
        if place < len(match.header)
    } - {""}
    return currencies.pop() if len(currencies) == 1 else ""
