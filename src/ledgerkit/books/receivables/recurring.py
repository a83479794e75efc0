"""``custom "recurring"``, ``"recurring-line"``, ``"price-index"`` -> templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Transaction

from ledgerkit.books.slips.refused import effects_of_refusing, record_subject
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import (
    BAD_TEMPLATE,
    BAD_VALUE,
    UNKNOWN_PARTY,
    UNKNOWN_TEMPLATE,
)
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.parties.directory import Amendment, latest
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.recurring.billing_period import RuleStretch
from ledgerkit.receivables.recurring.placeholders import (
    PLACEHOLDERS,
    unknown_placeholders,
)
from ledgerkit.receivables.recurring.recurrence import Recurrence, parse_recurrence
from ledgerkit.receivables.recurring.template import (
    IndexFactor,
    PriceIndices,
    RecurringTemplate,
)
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from beancount.core.data import Custom, Directive

    from ledgerkit.parties.directory import PartyDirectory

_SKIP = "skip"
_ARREARS = {"in advance": False, "in arrears": True}
_FACTOR_MAX, _DAYS_MAX = 10, 366
#: The keys of which a template has one: it makes invoices, bills or mere entries.
_KINDS = ("client", "vendor", "against")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringRecords:
    """Every template of a book, and its price indices.

    Attributes:
        templates: By id, in ledger order.
        indices: The price indices.
        findings: Directives that can't be read.
    """

    templates: Mapping[str, RecurringTemplate]
    indices: PriceIndices
    findings: tuple[Finding, ...]


def read_recurring(customs: Iterable[Custom]) -> RecurringRecords:
    """Read every template and price index, and report those that can't be read."""
    ours = [c for c in customs if c.type in _FORMS]
    reader = _Reader()
    for custom in ours:
        reader.read(custom)
    indices = PriceIndices(reader.factors)
    templates = {t.id: t for t in reader.templates()}
    findings = [*reader.findings, *_wrong_indices(templates.values(), indices)]
    return RecurringRecords(
        templates=templates, indices=indices, findings=tuple(findings)
    )


class _Draft:
    """A template while its directives are read."""

    def __init__(self) -> None:
        self.amendments: list[Amendment] = []
        self.rules: list[tuple[date, Recurrence]] = []
        self.lines: dict[str, list[Amendment]] = {}
        self.skips: set[date] = set()


class _Reader:
    def __init__(self) -> None:
        self.items: dict[str, _Draft] = {}
        self.factors: list[IndexFactor] = []
        self.findings: list[Finding] = []

    def read(self, custom: Custom) -> None:
        try:
            _READERS[custom.type](self, custom)
        except ValueError as error:
            form = f"; write for instance {custom.date} custom {_FORMS[custom.type]}"
            text = str(error) + ("" if "write" in str(error) else form)
            effects = effects_of_refusing(custom)
            self.findings.append(
                finding(BAD_TEMPLATE, place_of(custom), text, explains=effects)
            )

    def templates(self) -> Iterator[RecurringTemplate]:
        for id_, item in self.items.items():
            in_arrears = _ARREARS.get(latest(item.amendments, "invoiced"), False)
            yield RecurringTemplate(
                id=id_,
                amendments=tuple(item.amendments),
                stretches=tuple(
                    RuleStretch(start=day, recurrence=rule, in_arrears=in_arrears)
                    for day, rule in item.rules
                ),
                lines={name: tuple(line) for name, line in item.lines.items()},
                skips=frozenset(item.skips),
            )

    def read_template(self, custom: Custom) -> None:
        id_, rule = _texts(custom, "recurring", least=1)
        item = self.items.get(id_) or _Draft()
        if rule == _SKIP:
            if id_ not in self.items:
                raise ValueError(f'recurring "{id_}" is skipped before it begins')
            item.skips.add(custom.date)
            return
        if not rule and id_ not in self.items:
            raise ValueError(
                f'recurring "{id_}" is first written without its rule'
                + suggestion(id_, self.items)
            )
        if rule:
            item.rules.append((custom.date, _rule(id_, rule, custom.date)))
        item.amendments.append(self._amendment(custom, On.RECURRING, id_))
        self.items[id_] = item
        given = [key for key in _KINDS if written(custom.meta, key)]
        if len(item.amendments) == 1 and len(given) != 1:
            more = f"has {' and '.join(given)}" if given else "has no client"
            self._wrong(
                custom,
                f'recurring {id_} {more}; write client: "acme" for invoices, vendor:'
                ' "rossi" for bills, or against: Assets:Prepaid for entries',
            )

    def read_line(self, custom: Custom) -> None:
        id_, name = _texts(custom, "recurring-line", least=2)
        item = self.items.get(id_)
        if item is None:
            raise ValueError(
                f'recurring-line of "{id_}", which is no template by then'
                + suggestion(id_, self.items)
            )
        amendment = self._amendment(custom, On.RECURRING_LINE, f"{id_} {name}")
        item.lines.setdefault(name, []).append(amendment)

    def read_index(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        if len(values) != 2 or not isinstance(values[0], str):
            raise ValueError("a price-index needs an id in quotes and a factor")
        if not isinstance(values[1], Decimal) or not 0 < values[1] <= _FACTOR_MAX:
            raise ValueError(
                f"price-index {values[0]}: {values[1]} is no factor; 2.3 percent more"
                f' is {custom.date} custom "price-index" "{values[0]}" 1.023, so write'
                " that"
            )
        self.factors.append(
            IndexFactor(id=values[0], day=custom.date, factor=values[1])
        )

    def _amendment(self, custom: Custom, on: On, name: str) -> Amendment:
        """The readable keys; the others are reported."""
        label = f"{on.value} {name}"
        self.findings += check_keys(custom, on, label)
        facts: dict[str, Any] = {}
        for key, value in custom.meta.items():
            if key in {"filename", "lineno"} or key.startswith("__"):
                continue
            wrong = _wrong_value(key, value)
            if wrong:
                self._wrong(custom, f"{label}: {key}: {wrong}", key)
            elif _is_usable(key, value):
                facts[key] = value
        return Amendment(day=custom.date, facts=facts, place=place_of(custom))

    def _wrong(self, custom: Custom, message: str, key: str = "") -> None:
        self.findings.append(finding(BAD_VALUE, place_of(custom), message, key=key))


_READERS = {
    "recurring": _Reader.read_template,
    "recurring-line": _Reader.read_line,
    "price-index": _Reader.read_index,
}
_FORMS = {
    "recurring": '"recurring" "acme-hosting" "monthly"',
    "recurring-line": '"recurring-line" "acme-hosting" "backup"',
    "price-index": '"price-index" "istat-foi" 1.023',
}


def _texts(custom: Custom, type_: str, *, least: int) -> tuple[str, str]:
    """The id and the text after it, empty if there is none."""
    values = [value.value for value in custom.values or ()]
    texts = [value for value in values if isinstance(value, str) and value]
    if len(texts) != len(values) or not least <= len(values) <= 2:
        form = "an id and a rule" if least == 1 else "a template's id and a name"
        raise ValueError(f"a {type_} directive has {form}, in quotes")
    return texts[0], texts[1] if len(texts) > 1 else ""


def _rule(id_: str, text: str, day: date) -> Recurrence:
    try:
        rule = parse_recurrence(text)
    except ValueError as error:
        raise ValueError(f"recurring {id_}: {error}") from None
    if next(rule.days_from(day), None) is None:
        raise ValueError(f"recurring {id_}: {text!r} falls on no day from {day} on")
    return rule


def _wrong_value(key: str, value: Any) -> str | None:
    """The error in a value of the right type."""
    if key == "invoiced" and value is not None and value not in _ARREARS:
        return f'{value!r} is neither "in advance" nor "in arrears"; write one of them'
    is_days = key == "issued-after" and isinstance(value, Decimal)
    if is_days and (not 0 <= value <= _DAYS_MAX or value != int(value)):
        return f"{value} is no number of days; write for instance 10"
    if isinstance(value, str):
        unknown = next(unknown_placeholders(value), None)
        if unknown:
            known = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS)
            return f"{{{unknown}}} is no placeholder; write one of {known}"
    return None


#: Keys whose value is used in calculations, and its type.
_TYPES: Mapping[str, type] = {
    "amount": Amount,
    "unit-price": Amount,
    "quantity": Decimal,
    "discount-percent": Decimal,
    "issued-after": Decimal,
    "until": date,
    "prorate": bool,
}


def _is_usable(key: str, value: Any) -> bool:
    return value is None or isinstance(value, _TYPES.get(key, str))


def _wrong_indices(
    templates: Iterable[RecurringTemplate], indices: PriceIndices
) -> Iterator[Finding]:
    """Report indices that templates follow and no directive states."""
    for template in templates:
        for amendment in template.amendments:
            index = amendment.facts.get("index")
            if index and index not in indices.ids:
                remedy = suggestion(index, indices.ids) or (
                    f'; write for instance {amendment.day} custom "price-index"'
                    f' "{index}" 1.023'
                )
                yield finding(
                    BAD_VALUE,
                    amendment.place,
                    f'recurring {template.id}: index: "{index}" has no factor{remedy}',
                    key="index",
                )


def find_recurring(
    records: RecurringRecords,
    marked: Iterable[Directive],
    directory: PartyDirectory,
) -> Iterator[Finding]:
    """All findings on templates and the invoices made from them.

    Args:
        records: The templates.
        marked: The transactions that may name one: see `Reading`.
        directory: The parties' records.
    """
    yield from records.findings
    yield from _unknown_parties(records.templates.values(), directory)
    yield from _unknown_templates(marked, records.templates)


def _unknown_parties(
    templates: Collection[RecurringTemplate], directory: PartyDirectory
) -> Iterator[Finding]:
    for role in (PartyRole.CLIENT, PartyRole.VENDOR):
        known, key = directory.ids(role), role.value
        for template in templates:
            for amendment in template.amendments:
                party = amendment.facts.get(key)
                if not party or party in known:
                    continue
                remedy = suggestion(party, known) or (
                    f'; declare it: {amendment.day} custom "{key}" "{party}" "Its name"'
                )
                yield finding(
                    UNKNOWN_PARTY,
                    amendment.place,
                    f'recurring {template.id}: {key} "{party}" is not declared{remedy}',
                    key=key,
                    about=record_subject(key, party),
                    is_unknown=True,
                )


def _unknown_templates(
    marked: Iterable[Directive], templates: Mapping[str, RecurringTemplate]
) -> Iterator[Finding]:
    """Report invoices that name a template not declared."""
    for txn in marked:
        if not isinstance(txn, Transaction) or "recurring" not in txn.meta:
            continue
        id_ = written(txn.meta, "recurring")
        if id_ is None or id_ in templates:
            continue
        remedy = suggestion(str(id_), templates) or (
            f'; declare it: {txn.date} custom "recurring" "{id_}" "monthly"'
        )
        yield finding(
            UNKNOWN_TEMPLATE,
            place_of(txn),
            f'recurring "{id_}" is not declared{remedy}',
            unfinished=txn.flag == "!",
            key="recurring",
            about=record_subject("recurring", id_),
            is_unknown=True,
        )
