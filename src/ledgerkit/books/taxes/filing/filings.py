"""``custom "tax-filing"`` -> the filed returns of a book, and their lists."""

from __future__ import annotations

import os
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.errors import Finding, Place, UsageError, finding
from ledgerkit.general_ledger.closing.closed_list import digest_of_list
from ledgerkit.general_ledger.period import Period, parse_period
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.document_kinds import FILED_RETURN
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.language.word import On
from ledgerkit.ledger.loader import read_beside
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO
from ledgerkit.taxes.filing.filed_list import FiledList, parse_filed_list
from ledgerkit.taxes.filing.filing import Filing, Filings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Custom

    from ledgerkit.general_ledger.period import FiscalYearEnd

FILING = "tax-filing"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LISTS_KEPT = 64


def read_filings(
    customs: Iterable[Custom], fiscal: FiscalYearEnd
) -> tuple[Filings, Sequence[Finding]]:
    """Every filed return, and findings on those that can't be read."""
    filings: list[Filing] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != FILING:
            continue
        findings += check_keys(custom, On.TAX_FILING, FILING)
        try:
            filings.append(_filing(custom, fiscal))
        except UsageError as error:
            message = f"tax filing: {error}"
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
    return Filings(filings), findings


def _filing(custom: Custom, fiscal: FiscalYearEnd) -> Filing:
    values = [value.value for value in custom.values or ()]
    match values:
        case [str(form), str(label)] if form and label:
            pass
        case _:
            raise UsageError(
                f'write {custom.date} custom "{FILING}" "uk-vat" "2026-Q1"'
            )
    first, last = written(custom.meta, "from"), written(custom.meta, "until")
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        period = Period(first, last, label)
    else:
        period = parse_period(label, fiscal)
    digest, file = _text(custom, "digest"), _text(custom, "file")
    if not _DIGEST.fullmatch(digest) or not file:
        raise UsageError(
            "it lacks file: or digest:, the list of what was filed; remove it and run"
            f" ledgerkit tax-return {label} --form {form} --file"
        )
    due, amount = written(custom.meta, "due"), written(custom.meta, "amount")
    is_amount = isinstance(amount, Amount) and amount.number is not None
    return Filing(
        form=form,
        period=period,
        day=custom.date,
        file=file,
        digest=digest,
        reference=_text(custom, "reference"),
        due=due if isinstance(due, date) else None,
        amount=amount.number or ZERO if is_amount else ZERO,
        currency=amount.currency if is_amount else "",
        corrects=_text(custom, "corrects"),
        place=place_of(custom),
    )


def _text(custom: Custom, key: str) -> str:
    value = written(custom.meta, key)
    return value if isinstance(value, str) else ""


class FilingLists:
    """The lists of a book's filed returns, each read once.

    Attributes:
        folder: The main ledger's folder.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Take Beancount's options."""
        self.folder = Path(options["filename"] or ".").parent
        self.read = lru_cache(maxsize=_LISTS_KEPT)(self._read)

    def from_folder(self, place: Place) -> Place:
        """A place with the name of its file from the folder."""
        name = os.path.relpath(place.filename, self.folder)
        return place._replace(filename=Path(name).as_posix())

    def whole(self, place: Place) -> Place:
        """The opposite of `from_folder`."""
        return place._replace(filename=str(self.folder / place.filename))

    def _read(self, filing: Filing) -> FiledList | Finding:
        """The list of a filing, or what is wrong with it."""
        data = self._content_of(filing.file)
        if data is None:
            what = "can't be read, so no change of it can be named"
        elif digest_of_list(data) != filing.digest:
            what = f"is not the one that was filed ({filing.digest[:12]}…)"
        else:
            try:
                return parse_filed_list(data)
            except ValueError as error:
                what = str(error)
        message = (
            f"filed return {filing.name}: its list {filing.file} {what}; restore the"
            " file"
        )
        return finding(FILED_RETURN, filing.place, message)

    def _content_of(self, file: str) -> bytes | None:
        """The bytes of a list; None if it isn't there, or no file of these books."""
        folder = self.folder.resolve()
        path = (folder / file).resolve()
        if folder not in path.parents:
            return None
        try:
            # A device or a pipe may never end.
            return None if path.exists() and not path.is_file() else read_beside(path)
        except OSError:
            return None
