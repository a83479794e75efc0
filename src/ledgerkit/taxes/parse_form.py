"""A form of tax return, read from TOML."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.invoices.tax_code import Supply, TaxCategory, TaxKind, TaxPoint
from ledgerkit.taxes.deduction import DeductionRule, PercentRounding
from ledgerkit.taxes.filing.parse_rules import parse_carry, parse_filing_rules
from ledgerkit.taxes.form import (
    DueRule,
    Equality,
    FormBox,
    FormList,
    Places,
    Rounding,
    Rule,
    Scheme,
    TaxForm,
)
from ledgerkit.taxes.share import Share, parse_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD = frozenset(
    {"title", "country", "currency", "source", "valid-from", "lengths", "due-months"}
    | {"due-days", "due-otherwise", "due-for", "result", "box", "rule", "scheme"}
    | {"rates", "equal", "list", "listed", "parts", "due-on-working-days"}
    | {"deduction", "bad-debt-months", "buyer-repays", "due", "paid-on-closed-days"}
    | {"correction", "payment", "unpaid-up-to", "advance"}
)
_DUE = frozenset({"months", "days", "source"})
_BOX = frozenset(
    {"id", "label", "rounding", "sum", "percent", "flat-rate-of", "absolute"}
    | {"positive", "stated", "least", "carried", "interest", "when", "optional"}
    | {"also", "negative-to", "of-exact", "beyond"}
)
_RULE = frozenset(
    {"kind", "category", "rate", "supply", "nature", "scheme", "bad-debt"}
    | {"jurisdiction"}
    | {"split-payment", "abroad", "by-rate", "base", "tax", "owed"}
    | {"negative-base", "negative-tax", "negative-owed"}
)
_SCHEME = frozenset(
    {"name", "sales", "purchases", "services-sold", "services-bought"}
    | {"due-on-leaving", "flat-rate"}
)
#: In a rule by rate, what stands for the rate's box.
_OF_RATE = "@"
_DEDUCTION = frozenset(
    {"rounding", "for-all", "little-a-month", "little-share", "finer-above-a-month"}
)


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
    boxes = _boxes(data.get("box", []))
    rates = data.get("rates", {})
    rules = [rule for table in data.get("rule", []) for rule in _rules(table, rates)]
    equalities = [_equality(table) for table in data.get("equal", [])]
    listed = {Supply(key): list(ids) for key, ids in data.get("listed", {}).items()}
    if unknown := _named(boxes, rules, equalities) - set(boxes):
        raise ValueError(f"a rule names {', '.join(sorted(unknown))}, which is no box")
    schemes = [_scheme(table) for table in data.get("scheme", [])]
    _check_filing(data, boxes)
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
        equalities=equalities,
        is_due_on_working_days=data.get("due-on-working-days", False),
        lists=FormList(data["list"]) if "list" in data else None,
        listed=listed,
        parts=data.get("parts", {}),
        due_otherwise=_due_otherwise(data),
        due_for={k: (m, d) for k, (m, d) in data.get("due-for", {}).items()},
        due_in=_due_in(data),
        bad_debt_months=data.get("bad-debt-months", 0),
        buyer_repays=data.get("buyer-repays", False),
        deduction=_deduction(data["deduction"]) if "deduction" in data else None,
        filing=parse_filing_rules(data),
    )


def _boxes(tables: Sequence[Mapping[str, Any]]) -> Mapping[str, FormBox]:
    """The boxes by id, in order."""
    boxes: dict[str, FormBox] = {}
    for table in tables:
        box = _box(table)
        if box.id in boxes:
            raise ValueError(f"box {box.id} stands twice")
        boxes[box.id] = box
    for box in boxes.values():
        _check_sum(box, boxes)
    return boxes


def _due_otherwise(data: Mapping[str, Any]) -> dict[int, tuple[int, int]]:
    """By the month that a period ends in, months and days until it is due."""
    return {
        int(month): (months, days)
        for month, (months, days) in data.get("due-otherwise", {}).items()
    }


def _due_in(data: Mapping[str, Any]) -> dict[str, DueRule]:
    """By country, when it wants the form."""
    found: dict[str, DueRule] = {}
    for country, table in data.get("due", {}).items():
        _only(table, _DUE, f"due.{country}")
        months, days = table.get("months", 0), table.get("days", 0)
        found[country] = DueRule(months, days, table["source"])
    return found


def _named(
    boxes: Mapping[str, FormBox],
    rules: Sequence[Rule],
    equalities: Sequence[Equality],
) -> set[str]:
    """The boxes that a form speaks of."""
    places = [rule.places for rule in rules]
    places += [rule.if_negative for rule in rules if rule.if_negative is not None]
    named = {share.box for place in places for part in place for share in part}
    named |= {id_ for each in equalities for id_ in (*each.boxes, *each.against)}
    return named | {box.negative_to for box in boxes.values() if box.negative_to}


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


def _check_filing(data: Mapping[str, Any], boxes: Mapping[str, FormBox]) -> None:
    """Refuse what is carried from no box, or corrected in none."""
    correction = data.get("correction", {})
    for key in ("of-box", "owed-box", "deducted-box", "more-box", "less-box"):
        if correction.get(key, "") not in {"", *boxes}:
            raise ValueError(f"correction has {key} {correction[key]}, which is no box")
    for box in boxes.values():
        if box.carry is not None and box.carry.box not in boxes:
            raise ValueError(f"box {box.id} is carried from {box.carry.box}, no box")


def _parts(box: FormBox) -> list[str]:
    """The boxes that a box is reckoned from."""
    return [share.box for share in (*box.sum_of, *box.flat_rate_of)]


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
        flat_rate_of=_shares(table, "flat-rate-of"),
        is_absolute=table.get("absolute", False),
        is_positive=table.get("positive", False),
        is_stated=table.get("stated", False),
        least=Decimal(table.get("least", "0")),
        carry=parse_carry(table.get("carried")),
        is_interest=table.get("interest", False),
        when=frozenset(table.get("when", ())),
        optional=table.get("optional", False),
        also=tuple(table.get("also", ())),
        negative_to=table.get("negative-to", ""),
        is_of_exact=table.get("of-exact", False),
        beyond=Decimal(table["beyond"]) if "beyond" in table else None,
    )


def _shares(table: Mapping[str, Any], key: str) -> tuple[Share, ...]:
    texts: Sequence[str] = table.get(key, ())
    return tuple(share for text in texts for share in parse_shares(text))


def _rules(
    table: Mapping[str, Any], rates: Mapping[str, Mapping[str, str]]
) -> Iterator[Rule]:
    """The rule of a table; of one by rate or scheme, a rule for each."""
    _only(table, _RULE, "a rule")
    if isinstance(schemes := table.get("scheme"), list):
        for scheme in schemes:
            yield from _rules({**table, "scheme": scheme}, rates)
        return
    if "by-rate" not in table:
        yield _rule(table, frozenset(map(Decimal, table.get("rate", ()))), "")
        return
    for rate, box in rates[table["by-rate"]].items():
        yield _rule(table, frozenset({Decimal(rate)}), box)


def _rule(table: Mapping[str, Any], rates: frozenset[Decimal], box: str) -> Rule:
    if_negative = _places(table, box, "negative-")
    return Rule(
        kind=TaxKind(table["kind"]),
        categories=frozenset(map(TaxCategory, table.get("category", ()))),
        rates=rates,
        supply=table.get("supply", ""),
        natures=tuple(table.get("nature", ())),
        scheme=table.get("scheme", ""),
        is_bad_debt=table.get("bad-debt", False),
        is_split_payment=table.get("split-payment", False),
        is_abroad=table.get("abroad", False),
        jurisdiction=table.get("jurisdiction", ""),
        places=_places(table, box),
        if_negative=if_negative if any(if_negative) else None,
    )


def _places(table: Mapping[str, Any], box: str, prefix: str = "") -> Places:
    """Where base, tax and other half go; in a rule by rate, to the rate's box."""
    parts = (_shares(table, f"{prefix}{part}") for part in Places._fields)
    return Places(
        *(
            tuple(
                share._replace(box=share.box.replace(_OF_RATE, box)) for share in part
            )
            for part in parts
        )
    )


def _equality(table: Mapping[str, Any]) -> Equality:
    _only(table, frozenset({"boxes", "against"}), "what is equal")
    return Equality(tuple(table["boxes"]), tuple(table["against"]))


def _scheme(table: Mapping[str, Any]) -> Scheme:
    _only(table, _SCHEME, "a scheme")
    return Scheme(
        name=table["name"],
        sales=TaxPoint(table.get("sales", "document")),
        purchases=TaxPoint(table.get("purchases", "document")),
        services_sold=_point(table, "services-sold"),
        services_bought=_point(table, "services-bought"),
        due_on_leaving=table.get("due-on-leaving", False),
        is_flat_rate=table.get("flat-rate", False),
    )


def _point(table: Mapping[str, Any], key: str) -> TaxPoint | None:
    return TaxPoint(table[key]) if key in table else None


def _deduction(table: Mapping[str, Any]) -> DeductionRule:
    _only(table, _DEDUCTION, "the deduction")
    return DeductionRule(
        rounding=PercentRounding(table["rounding"]),
        is_for_all=table["for-all"],
        little_a_month=Decimal(table.get("little-a-month", "0")),
        little_share=Decimal(table.get("little-share", "0")),
        finer_above_a_month=Decimal(table.get("finer-above-a-month", "0")),
    )
