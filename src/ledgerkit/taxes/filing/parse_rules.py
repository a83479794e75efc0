"""What a form says of filing, read from its TOML."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.money import ZERO
from ledgerkit.parties.business_days import parse_day_rule
from ledgerkit.taxes.filing.rules import (
    AdvanceRule,
    CarriedPart,
    Carry,
    CorrectionRule,
    FilingRules,
    PaymentDay,
    Route,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_CORRECTION = frozenset(
    {"route", "words", "limit", "percent", "of-box", "percent-limit", "beyond"}
    | {"beyond-words", "owed-box", "deducted-box", "more-box", "less-box", "years"}
)
_PAYMENT = frozenset({"when", "months", "day", "ends-in"})
_ADVANCE = frozenset({"boxes", "percent", "least", "month", "day", "box"})
_CARRY = frozenset({"box", "what", "most", "year"})


def parse_filing_rules(data: Mapping[str, Any]) -> FilingRules:
    """What a form says of filing.

    Raises:
        ValueError: If a table has what nothing reads, or a value that is none.
    """
    usual = FilingRules()
    correction, advance = data.get("correction"), data.get("advance")
    return FilingRules(
        correction=usual.correction if correction is None else _correction(correction),
        payments=[_payment(table) for table in data.get("payment", ())],
        unpaid_up_to=Decimal(data.get("unpaid-up-to", "0")),
        advance=None if advance is None else _advance(advance),
        closed_days=parse_day_rule(data.get("paid-on-closed-days", "none")),
    )


def parse_carry(table: Mapping[str, Any] | None) -> Carry | None:
    """What a box takes over from the return before; None if it takes nothing."""
    if table is None:
        return None
    only_known(table, _CARRY, "carried")
    year = table.get("year", "")
    if year not in {"", "same", "before"}:
        raise ValueError(f'carried has year = "{year}"; write "same" or "before"')
    return Carry(
        box=table["box"],
        what=CarriedPart(table.get("what", "amount")),
        most=Decimal(table["most"]) if "most" in table else None,
        year=year,
    )


def _correction(table: Mapping[str, Any]) -> CorrectionRule:
    only_known(table, _CORRECTION, "correction")
    usual = CorrectionRule()
    return CorrectionRule(
        route=Route(table["route"]),
        words=table["words"],
        limit=Decimal(table["limit"]) if "limit" in table else None,
        percent=Decimal(table["percent"]) if "percent" in table else None,
        of_box=table.get("of-box", ""),
        percent_limit=Decimal(table.get("percent-limit", ZERO)),
        beyond=Route(table.get("beyond", usual.beyond)),
        beyond_words=table.get("beyond-words", usual.beyond_words),
        owed_box=table.get("owed-box", ""),
        deducted_box=table.get("deducted-box", ""),
        more_box=table.get("more-box", ""),
        less_box=table.get("less-box", ""),
        years=table.get("years", 0),
    )


def _payment(table: Mapping[str, Any]) -> PaymentDay:
    only_known(table, _PAYMENT, "payment")
    return PaymentDay(
        when=frozenset(table.get("when", ())),
        months=table["months"],
        day=table["day"],
        ends_in=table.get("ends-in"),
    )


def _advance(table: Mapping[str, Any]) -> AdvanceRule:
    only_known(table, _ADVANCE, "advance")
    return AdvanceRule(
        boxes=tuple(table["boxes"]),
        percent=Decimal(table["percent"]),
        least=Decimal(table["least"]),
        month=table["month"],
        day=table["day"],
        box=table["box"],
    )


def only_known(table: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    """Refuse what nothing reads.

    Raises:
        ValueError: If there is any.
    """
    for key in table:
        if key not in known:
            raise ValueError(f'{what} has "{key}", which nothing reads')
