"""A form of tax return, read from TOML."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.invoices.tax_code import TaxCategory, TaxKind, TaxPoint
from ledgerkit.taxes.deduction import DeductionRule, PercentRounding
from ledgerkit.taxes.form import FormBox, Rounding, Rule, Scheme, TaxForm
from ledgerkit.taxes.parse_filing_rules import parse_carry, parse_filing_rules
from ledgerkit.taxes.share import Share, parse_shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEAD = frozenset(
    {"title", "country", "currency", "source", "valid-from", "lengths", "due-months"}
    | {"due-days", "result", "box", "rule", "scheme", "deduction", "correction"}
    | {"payment", "unpaid-up-to", "advance", "bad-debt-months", "buyer-repays"}
)
_BOX = frozenset(
    {"id", "label", "rounding", "sum", "percent", "flat-rate-of", "absolute"}
    | {"positive", "stated", "least", "carried", "interest", "when", "optional"}
)
_RULE = frozenset(
    {"kind", "category", "rate", "supply", "nature", "scheme", "bad-debt"}
    | {"split-payment", "base", "tax", "owed"}
)
_DEDUCTION = frozenset(
    {"rounding", "for-all", "little-a-month", "little-share", "finer-above-a-month"}
)
_SCHEME = frozenset({"name", "sales", "purchases", "due-on-leaving", "flat-rate"})


def parse_form(text: str, name: str) -> TaxForm:
    """Read a form.

    Args:
        text: The file's text.
        name: What it is called.

    Raises:
        UsageError: If it can't be read, with what is wrong.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"the form {name} is no TOML file: {error}") from None
    try:
        return _form(data, name)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise UsageError(f"the form {name}: {error}") from None


def _form(data: Mapping[str, Any], name: str) -> TaxForm:
    _only(data, _HEAD, "it")
    boxes: dict[str, FormBox] = {}
    for table in data["box"]:
        box = _box(table)
        if box.id in boxes:
            raise ValueError(f"box {box.id} stands twice")
        boxes[box.id] = box
    for box in boxes.values():
        _check_sum(box, boxes)
    rules = [_rule(table) for table in data.get("rule", [])]
    named = {s.box for rule in rules for s in (*rule.base, *rule.tax, *rule.owed)}
    if unknown := named - set(boxes):
        raise ValueError(f"a rule names {', '.join(sorted(unknown))}, which is no box")
    schemes = [_scheme(table) for table in data.get("scheme", [])]
    _check_carried(boxes)
    return TaxForm(
        name=name,
        title=data["title"],
        country=data.get("country", ""),
        currency=data["currency"],
        source=data["source"],
        valid_from=data["valid-from"],
        lengths=tuple(data["lengths"]),
        due_months=data["due-months"],
        due_days=data.get("due-days", 0),
        boxes=list(boxes.values()),
        rules=rules,
        schemes={scheme.name: scheme for scheme in schemes},
        result=data.get("result", ""),
        bad_debt_months=data.get("bad-debt-months", 0),
        buyer_repays=data.get("buyer-repays", False),
        deduction=_deduction(data["deduction"]) if "deduction" in data else None,
        filing=parse_filing_rules(data),
    )


def _check_sum(box: FormBox, boxes: Mapping[str, FormBox]) -> None:
    """Refuse a sum of what is no box, or of itself."""
    seen: set[str] = set()
    waiting = _parts(box)
    while waiting:
        id_ = waiting.pop()
        if id_ not in boxes:
            raise ValueError(f"box {box.id} sums {id_}, which is no box")
        if id_ == box.id:
            raise ValueError(f"box {box.id} sums itself")
        if id_ not in seen:
            seen.add(id_)
            waiting += _parts(boxes[id_])


def _check_carried(boxes: Mapping[str, FormBox]) -> None:
    """Refuse what is carried from no box."""
    for box in boxes.values():
        if box.carry is not None and box.carry.box not in boxes:
            raise ValueError(f"box {box.id} is carried from {box.carry.box}, no box")


def _parts(box: FormBox) -> list[str]:
    """The boxes that a box is reckoned from."""
    flat = [box.flat_rate_of] if box.flat_rate_of else []
    return [*(share.box for share in box.sum_of), *flat]


def _only(table: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    for key in table:
        if key not in known:
            raise ValueError(f'{what} has "{key}", which nothing reads')


def _box(table: Mapping[str, Any]) -> FormBox:
    _only(table, _BOX, f"box {table.get('id')}")
    return FormBox(
        id=table["id"],
        label=table["label"],
        rounding=Rounding(table.get("rounding", "cents")),
        sum_of=_shares(table, "sum"),
        percent=Decimal(table.get("percent", "100")),
        flat_rate_of=table.get("flat-rate-of", ""),
        is_absolute=table.get("absolute", False),
        is_positive=table.get("positive", False),
        is_stated=table.get("stated", False),
        least=Decimal(table.get("least", "0")),
        carry=parse_carry(table.get("carried")),
        is_interest=table.get("interest", False),
        when=frozenset(table.get("when", ())),
        optional=table.get("optional", False),
    )


def _shares(table: Mapping[str, Any], key: str) -> tuple[Share, ...]:
    texts: Sequence[str] = table.get(key, ())
    return tuple(share for text in texts for share in parse_shares(text))


def _rule(table: Mapping[str, Any]) -> Rule:
    _only(table, _RULE, "a rule")
    return Rule(
        kind=TaxKind(table["kind"]),
        categories=frozenset(map(TaxCategory, table.get("category", ()))),
        rates=frozenset(map(Decimal, table.get("rate", ()))),
        supply=table.get("supply", ""),
        natures=tuple(table.get("nature", ())),
        scheme=table.get("scheme", ""),
        is_bad_debt=table.get("bad-debt", False),
        is_split_payment=table.get("split-payment", False),
        base=_shares(table, "base"),
        tax=_shares(table, "tax"),
        owed=_shares(table, "owed"),
    )


def _scheme(table: Mapping[str, Any]) -> Scheme:
    _only(table, _SCHEME, "a scheme")
    return Scheme(
        name=table["name"],
        sales=TaxPoint(table.get("sales", "document")),
        purchases=TaxPoint(table.get("purchases", "document")),
        due_on_leaving=table.get("due-on-leaving", False),
        is_flat_rate=table.get("flat-rate", False),
    )


def _deduction(table: Mapping[str, Any]) -> DeductionRule:
    _only(table, _DEDUCTION, "the deduction")
    return DeductionRule(
        rounding=PercentRounding(table["rounding"]),
        is_for_all=table["for-all"],
        little_a_month=Decimal(table.get("little-a-month", "0")),
        little_share=Decimal(table.get("little-share", "0")),
        finer_above_a_month=Decimal(table.get("finer-above-a-month", "0")),
    )
