"""``custom "close"`` and ``custom "reopen"`` -> the closings of a book."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, UsageError, finding
from ledgerkit.general_ledger.closing.chain import (
    Closing,
    Closings,
    Reopening,
    in_chain_order,
)
from ledgerkit.general_ledger.period import Period, parse_period
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beancount.core.data import Custom

    from ledgerkit.general_ledger.period import FiscalYearEnd

CLOSE, REOPEN = "close", "reopen"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_closings(
    customs: Iterable[Custom], fiscal: FiscalYearEnd
) -> tuple[Closings, Sequence[Finding]]:
    """Every closing and reopening, and findings on those that can't be read."""
    closed: list[Closing] = []
    reopened: list[Reopening] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type not in {CLOSE, REOPEN}:
            continue
        findings += check_keys(custom, On(custom.type), _label(custom))
        try:
            if custom.type == CLOSE:
                closed.append(_closing(custom, fiscal))
            else:
                reopened.append(_reopening(custom))
        except UsageError as error:
            message = f"{_label(custom)}: {error}"
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
    closings = Closings(
        closed=in_chain_order(closed),
        reopened=sorted(reopened, key=lambda r: (r.day, r.place)),
    )
    findings += [
        finding(
            BAD_DECLARATION,
            reopening.place,
            f"reopen {reopening.label}: no close of {reopening.label} before"
            f" {reopening.day} is in force; correct the period or the date",
        )
        for reopening, ended in closings.ended()
        if ended is None
    ]
    return closings, findings


def _label(custom: Custom) -> str:
    values = [str(value.value) for value in custom.values or ()]
    return f"{custom.type} {values[0]}" if values else custom.type


def _texts(custom: Custom, count: int, form: str) -> list[str]:
    values = [value.value for value in custom.values or ()]
    if len(values) != count or not all(isinstance(v, str) and v for v in values):
        raise UsageError(f"write {custom.date} custom {form}")
    return values


def _closing(custom: Custom, fiscal: FiscalYearEnd) -> Closing:
    [label] = _texts(custom, 1, '"close" "2025-Q2"')
    first, last = written(custom.meta, "from"), written(custom.meta, "until")
    if isinstance(first, date) and isinstance(last, date):
        period = Period(first, last, label)
    else:
        period = parse_period(label, fiscal)
    if period.first > period.last:
        raise UsageError("it ends before it begins; correct from: or until:")
    digest, file = _text(custom, "digest"), _text(custom, "file")
    if not _DIGEST.fullmatch(digest) or not file:
        raise UsageError(
            "it lacks file: or digest:, the list of what was closed; remove the line"
            f" and run ledgerkit close {label}"
        )
    return Closing(
        period=period,
        day=custom.date,
        digest=digest,
        previous=_text(custom, "previous"),
        file=file,
        place=place_of(custom),
    )


def _reopening(custom: Custom) -> Reopening:
    label, reason = _texts(custom, 2, '"reopen" "2025-Q2" "Why it is opened again"')
    by = _text(custom, "by")
    if not by:
        raise UsageError('it lacks who did it; write by: "Name"')
    return Reopening(
        label=label,
        day=custom.date,
        reason=reason,
        by=by,
        digest=_text(custom, "digest"),
        place=place_of(custom),
    )


def _text(custom: Custom, key: str) -> str:
    value = written(custom.meta, key)
    return value if isinstance(value, str) else ""
