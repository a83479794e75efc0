"""A bank's table -> the draft of a profile that reads it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.tables.guess_columns import guess_columns
from ledgerkit.importers.bank_files.tables.open_csv import open_csv
from ledgerkit.importers.bank_files.tables.parse_profile import parse_bank_profile
from ledgerkit.importers.bank_files.tables.profile import BankField
from ledgerkit.importers.bank_files.tables.sheet_rows import is_sheet, open_sheet
from ledgerkit.importers.bank_files.tables.statements import AS_IS, REVERSED
from ledgerkit.importers.bank_files.tables.tables import read_table_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.bank_files.tables.reading import TableReading


_LINES = 3


_SIGN_OPEN = '# sign = "as-is"  # positive is money in; or "reversed", as on cards'


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """A drafted profile.

    Attributes:
        text: Its TOML; undecided keys are commented out with ``#``.
        columns: The meaning found for each column, in words.
        why: How dates and amounts are written, and how that is known.
        lines: The first lines that it reads; none if something is undecided.
        open: Why it reads nothing yet; empty if it does.
    """

    text: str
    columns: str
    why: Sequence[str]
    lines: Sequence[StatementLine]
    open: str = ""


def draft_profile(
    data: bytes, file: str, choices: BankFileChoices, *, title: str
) -> ProfileDraft:
    """Draft a profile from a table.

    Args:
        data: The whole file.
        file: Its name, for messages.
        choices: A person's options, which go into the draft.
        title: The bank's name.

    Raises:
        UnreadableFileError: If no row has a date and an amount, or the file's encoding
            isn't known.
    """
    stream = io.BytesIO(data)
    opened = open_sheet if is_sheet(data) else open_csv
    reading = opened(stream, file, choices, otherwise=guess_columns)
    text = "\n".join(_toml(reading, choices, title)) + "\n"
    name = "draft"
    profile = parse_bank_profile(text, name=name, file=file)
    own_choices = replace(choices, profile=name, own_profiles=[profile])
    columns = ", ".join(
        f"{field} = {' + '.join(names)}"
        for field, names in reading.match.profile.columns.items()
    )
    try:
        statements = read_table_file(data, file, own_choices)
    except UnreadableFileError as error:
        return ProfileDraft(
            text=text, columns=columns, why=reading.form.why, lines=(), open=str(error)
        )
    notes = statements[0].notes
    if REVERSED in notes or AS_IS in notes:
        sign = "reversed" if REVERSED in notes else "as-is"
        text = text.replace(_SIGN_OPEN, f"sign = {_text(sign)}")
    lines = [line for statement in statements for line in statement.lines]
    why = [*reading.form.why, *(note for note in (AS_IS, REVERSED) if note in notes)]
    if reading.match.is_guess:
        why.append(
            "no balance proves which column is money in: see whether it is right"
        )
    return ProfileDraft(
        text=text,
        columns=columns,
        why=why,
        lines=sorted(lines, key=lambda line: line.place.lineno)[:_LINES],
    )


def _toml(reading: TableReading, choices: BankFileChoices, title: str) -> Iterator[str]:
    profile = reading.match.profile
    yield f"title = {_text(title)}"
    if reading.match.header:
        yield f"header = {_texts(tuple(filter(None, reading.match.header)))}"
    else:
        yield f"row = {_texts(profile.row)}"
    for key, number in (
        ("skip-before", profile.skip_before),
        ("skip-after", profile.skip_after),
    ):
        if number:
            yield f"{key} = {number}"
    if reading.rows.delimiter:
        yield f"delimiter = {_text(reading.rows.delimiter)}"
    if reading.rows.encoding not in {"", "utf-8-sig", "utf-16"}:
        yield f"encoding = {_text(reading.rows.encoding)}"
    yield from _form(reading)
    yield from _sign(reading, choices)
    yield from _what_it_does_not_say(reading)
    for key, words in (
        ("money-in-words", profile.in_words),
        ("money-out-words", profile.out_words),
        ("status-counts", profile.counts),
    ):
        if words:
            yield f"{key} = {_texts(sorted(words))}"
    yield ""
    yield "[columns]"
    for field, names in profile.columns.items():
        doubt = ""
        if field is BankField.MONEY_IN and reading.match.is_guess:
            doubt = "  # no balance proves it; exchange it with money-out if need be"
        value = _text(names[0]) if len(names) == 1 else _texts(names)
        yield f"{field} = {value}{doubt}"


def _what_it_does_not_say(reading: TableReading) -> Iterator[str]:
    currency = reading.currency
    if currency:
        yield f"currency = {_text(currency)}"
    elif BankField.CURRENCY not in reading.places:
        yield '# currency = "EUR"  # the file does not say'
    if BankField.ACCOUNT not in reading.places:
        yield '# account = "…"  # the IBAN or number; the file does not say'
    if reading.match.profile.fee_comes_off:
        yield "fee-comes-off = true"


def _form(reading: TableReading) -> Iterator[str]:
    form = reading.form
    for key, value in (
        ("date-format", form.date_format),
        ("decimal-mark", form.decimal_mark),
    ):
        if key in form.undecided:
            yield f"# {key} = {_text(value)}  # it may be {form.undecided[key]}"
        elif value:
            yield f"{key} = {_text(value)}"


def _sign(reading: TableReading, choices: BankFileChoices) -> Iterator[str]:
    if BankField.AMOUNT not in reading.places or BankField.SIGN in reading.places:
        return
    sign = choices.sign or reading.sign
    if sign:
        yield f"sign = {_text(sign)}"
    else:
        yield _SIGN_OPEN


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A TOML string; JSON's are the same but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
