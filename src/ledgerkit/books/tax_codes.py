"""``custom "tax-code"`` -> tax codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.errors import Finding, finding
from ledgerkit.invoices.tax_code import (
    Supply,
    TaxCategory,
    TaxCode,
    TaxCodes,
    TaxKind,
    TaxPoint,
    UsedFor,
)
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE
from ledgerkit.language.mended_line import mended_line
from ledgerkit.language.word import Holds, On
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_of, written
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from beancount.core.data import Custom

    E = TypeVar("E", bound=StrEnum)
    from ledgerkit.language.check_words import check_keys
else:
    check_keys = LateImport("ledgerkit.language.check_words.check_keys")

_RATE_MAX = 1


def read_tax_codes(customs: Iterable[Custom]) -> tuple[TaxCodes, list[Finding]]:
    """Read every declared tax code, and report those that can't be read."""
    codes: list[TaxCode] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != On.TAX_CODE.value:
            continue
        wrong = _unreadable(custom)
        if wrong:
            effects = effects_of_refusing(custom)
            findings.append(
                finding(BAD_DECLARATION, place_of(custom), wrong, explains=effects)
            )
            continue
        code, wrong_values = _tax_code(custom)
        codes.append(code)
        label = f"tax code {code.id}"
        findings += check_keys(custom, On.TAX_CODE, label)
        findings += [
            finding(BAD_VALUE, place_of(custom), f"{label}: {message}", key=key)
            for key, message in wrong_values
        ]
    return TaxCodes(codes), findings


def _unreadable(custom: Custom) -> str | None:
    """Why a directive declares no tax code, and what to write; None if it is valid."""
    values = [value.value for value in custom.values or ()]
    is_named = bool(values) and isinstance(values[0], str) and bool(values[0])
    id_ = values[0] if is_named else "it22"
    example = f'{custom.date} custom "tax-code" "{id_}" 0.22'
    form = f"write {mended_line(custom, Holds.TEXT, Holds.NUMBER) or example}"
    if len(values) != 2 or not is_named:
        return f"a tax code needs an id in quotes and a rate; {form}"
    rate = values[1]
    if not isinstance(rate, Decimal):
        return f"the rate of tax code {values[0]} is no number; {form}"
    if not 0 <= rate <= _RATE_MAX:
        meant = f"{rate / 100:f}" if 0 <= rate <= 100 else "0.22"
        return (
            f"the rate of tax code {values[0]} is a fraction, and {rate} is more than"
            f' the whole; write {custom.date} custom "tax-code" "{values[0]}" {meant}'
        )
    return None


def _tax_code(custom: Custom) -> tuple[TaxCode, list[tuple[str, str]]]:
    """The code, and the errors in its values with their keys."""
    meta, wrong = custom.meta, list[tuple[str, str]]()
    category = _one_of(custom, "category", TaxCategory, wrong)
    rate = custom.values[1].value
    untaxed = category is not None and not category.is_taxed
    # With the other half posted against it, it is a rate that charges nothing.
    # So are purchases whose tax the buyer owes; the return reckons both halves.
    kind = _one_of(custom, "kind", TaxKind, wrong)
    is_charged = kind is not TaxKind.PURCHASE and (
        _account(meta, "reverse-charge-account") is None
    )
    if untaxed and rate and is_charged:
        sentence = f"category {category} has no tax, so its rate is 0 and not {rate}"
        wrong.append(("category", sentence))
    code = TaxCode(
        id=custom.values[0].value,
        day=custom.date,
        rate=rate,
        kind=kind,
        account=_account(meta, "account"),
        category=category,
        name=str(written(meta, "name") or ""),
        reason=str(written(meta, "reason") or ""),
        reason_code=str(written(meta, "reason-code") or ""),
        nature=str(written(meta, "nature") or ""),
        base_box=str(written(meta, "base-box") or ""),
        tax_box=str(written(meta, "tax-box") or ""),
        reverse_charge_account=_account(meta, "reverse-charge-account"),
        reverse_charge_box=str(written(meta, "reverse-charge-box") or ""),
        country=str(written(meta, "country") or "").upper(),
        supply=_one_of(custom, "supply", Supply, wrong),
        tax_point=_one_of(custom, "tax-point", TaxPoint, wrong),
        is_split_payment=written(meta, "split-payment") is True,
        used_for=_one_of(custom, "used-for", UsedFor, wrong),
        is_incidental=written(meta, "incidental") is True,
        until=_last_day(meta),
        jurisdictions=str(written(meta, "jurisdictions") or ""),
        dispatch=str(written(meta, "dispatch") or "").upper(),
        place=place_of(custom),
    )
    return code, wrong


def _account(meta: Mapping[str, Any], key: str) -> str | None:
    """An account; `check_keys` reports anything else."""
    value = written(meta, key)
    return value if isinstance(value, str) else None


def _last_day(meta: Mapping[str, Any]) -> date | None:
    value = written(meta, "until")
    return value if isinstance(value, date) else None


def _one_of(
    custom: Custom, key: str, choices: type[E], wrong: list[tuple[str, str]]
) -> E | None:
    value = written(custom.meta, key)
    if value is None:
        return None
    try:
        return choices(str(value))
    except ValueError:
        known = [choice.value for choice in choices]
        remedy = suggestion(str(value), known) or f"; write {', '.join(known)}"
        wrong.append((key, f'{key}: "{value}" is none of its words{remedy}'))
        return None
