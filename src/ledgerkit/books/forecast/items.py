"""``custom "forecast-item"`` and ``"scenario"`` -> a forecast's planned items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.banking.forecast.scenario import ChangeKind, ScenarioChange
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.errors import Finding, UsageError, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_FORECAST_ITEM, BAD_SCENARIO, BAD_VALUE
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.recurring.recurrence import parse_recurrence
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.receivables.recurring.recurrence import Recurrence

ITEM, SCENARIO = "forecast-item", "scenario"
_DAYS_MAX, _PERCENT_MIN, _PERCENT_MAX = 3660, -100, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """A ``forecast-item``.

    Attributes:
        id: Its id.
        day: The first day.
        amount: Positive comes in; None if only a balance is settled.
        every: How often it repeats; None for once.
        until: The last day; None if it doesn't end.
        balance_of: The account whose balance it settles the first time; empty if none.
        account: The account that it moves; empty if not stated.
        payee: The payee whose payments in the books it replaces; empty for none.
        text: Its description; its id if not stated.
        place: Where it stands.
    """

    id: str
    day: date
    amount: Amount | None
    every: Recurrence | None
    until: date | None
    balance_of: str
    account: str
    payee: str
    text: str
    place: Place

    def days(self, after: date, until: date) -> Sequence[date]:
        """Its days, after one day and up to another."""
        last = min(until, self.until or until)
        if self.every is None:
            return [self.day] if after < self.day <= last else []
        days = []
        for day in self.every.days_from(self.day):
            if day > last:
                break
            if day > after:
                days.append(day)
        return days


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPlan:
    """The planned items and scenarios of a book.

    Attributes:
        items: Amounts to come in or go out, in ledger order.
        scenarios: The changes of each scenario, by its name.
        findings: Directives that can't be read.
    """

    items: tuple[PlannedItem, ...]
    scenarios: Mapping[str, tuple[ScenarioChange, ...]]
    findings: tuple[Finding, ...]

    def changes(self, scenario: str) -> Sequence[ScenarioChange]:
        """The changes of a scenario.

        Raises:
            UsageError: If there is none of this name.
        """
        if scenario not in self.scenarios:
            remedy = suggestion(scenario, self.scenarios) or (
                f'; write DATE custom "scenario" "{scenario}" "delay" 14'
            )
            raise UsageError(f'there is no scenario "{scenario}"{remedy}')
        return self.scenarios[scenario]


def read_forecast_plan(
    customs: Iterable[Custom],
    chart: ChartOfAccounts,
    directory: PartyDirectory,
    codes: Collection[str] = (),
) -> ForecastPlan:
    """Read every item and scenario, and report those that can't be read.

    Args:
        customs: The book's.
        chart: The role of every account.
        directory: The declared parties.
        codes: The ids of the declared tax codes.
    """
    reader = _Reader(chart, directory, codes)
    for custom in customs:
        if custom.type in _READERS:
            reader.read(custom)
    return ForecastPlan(
        items=tuple(_in_turn(reader.items)),
        scenarios={name: tuple(changes) for name, changes in reader.changes.items()},
        findings=tuple(reader.findings),
    )


def _in_turn(items: Iterable[PlannedItem]) -> Iterator[PlannedItem]:
    """Each item until it is replaced by a later one with its id."""
    by_id: dict[str, list[PlannedItem]] = defaultdict(list)
    for item in items:
        by_id[item.id].append(item)
    for versions in by_id.values():
        versions.sort(key=lambda item: (item.day, item.place))
        for item, later in zip(versions, (*versions[1:], None), strict=True):
            if later is None:
                yield item
            elif later.day > item.day:
                before = later.day - timedelta(days=1)
                yield replace(item, until=min(item.until or before, before))


class _Reader:
    def __init__(
        self,
        chart: ChartOfAccounts,
        directory: PartyDirectory,
        codes: Collection[str],
    ) -> None:
        self._chart, self._directory, self._codes = chart, directory, codes
        self.items: list[PlannedItem] = []
        self.changes: dict[str, list[ScenarioChange]] = defaultdict(list)
        self.findings: list[Finding] = []

    def read(self, custom: Custom) -> None:
        read, on, kind, form = _READERS[custom.type]
        values = [value.value for value in custom.values or ()]
        label = f"{custom.type} {values[0] if values else ''}".rstrip()
        mistakes = list(check_keys(custom, on, label))
        self.findings += mistakes
        if any(f.kind is BAD_VALUE for f in mistakes):
            return
        try:
            read(self, custom, values)
        except ValueError as error:
            text = f"{label}: {error}"
            if "write" not in text and "mean" not in text:
                text += f"; write for instance {custom.date} custom {form}"
            self.findings.append(finding(kind, place_of(custom), text))

    def read_item(self, custom: Custom, values: Sequence[Any]) -> None:
        meta = custom.meta
        id_, *rest = values or [None]
        if not isinstance(id_, str) or not id_ or len(rest) > 1:
            raise ValueError("it needs an id in quotes and an amount")
        amount = rest[0] if rest else None
        balance_of = str(written(meta, "balance-of") or "")
        if amount is None and not balance_of:
            raise ValueError("it needs an amount, or balance-of: ACCOUNT")
        if amount is not None and not _is_amount(amount):
            raise ValueError(f"{_shown(amount)} is no amount")
        rule = written(meta, "every")
        self.items.append(
            PlannedItem(
                id=id_,
                day=custom.date,
                amount=amount,
                every=parse_recurrence(rule) if rule else None,
                until=written(meta, "until"),
                balance_of=balance_of,
                account=self._account(meta),
                payee=str(written(meta, "payee") or ""),
                text=str(written(meta, "text") or id_),
                place=place_of(custom),
            )
        )

    def read_scenario(self, custom: Custom, values: Sequence[Any]) -> None:
        if len(values) != 3 or not all(isinstance(v, str) and v for v in values[:2]):
            raise ValueError("it needs a name, what it changes, and how much")
        name, change_kind, value = values
        kinds = [kind.value for kind in ChangeKind]
        if change_kind not in kinds:
            remedy = suggestion(change_kind, kinds) or f"; there are {', '.join(kinds)}"
            raise ValueError(f'"{change_kind}" is nothing that it can change{remedy}')
        client = str(written(custom.meta, "client") or "")
        change = ScenarioChange(
            kind=ChangeKind(change_kind),
            client=self._client(client) if client else "",
            day=custom.date,
            text=str(written(custom.meta, "text") or ""),
            place=place_of(custom),
        )
        self.changes[name].append(replace(change, **self._value(change, value, custom)))

    def _value(
        self, change: ScenarioChange, value: Any, custom: Custom
    ) -> dict[str, Any]:
        match change.kind:
            case ChangeKind.DELAY:
                if not _is_number(value, -_DAYS_MAX, _DAYS_MAX) or value % 1:
                    raise ValueError(f"{_shown(value)} is no number of days")
                return {"days": int(value)}
            case ChangeKind.REVENUE:
                if not _is_number(value, _PERCENT_MIN, _PERCENT_MAX):
                    raise ValueError(f"{_shown(value)} is no percentage, -100 or more")
                return {"percent": value}
            case ChangeKind.UNPAID:
                if not isinstance(value, str):
                    raise ValueError(f"{_shown(value)} is no client's id")  # noqa: TRY004
                return {"client": self._client(value)}
            case ChangeKind.AMOUNT:
                if not _is_amount(value):
                    raise ValueError(f"{_shown(value)} is no amount")
                account = self._account(custom.meta)
                return {
                    "amount": value.number,
                    "currency": value.currency,
                    "account": account,
                    "tax": self._tax(custom.meta),
                }

    def _client(self, name: str) -> str:
        known = self._directory.ids(PartyRole.CLIENT)
        if known and name not in known:
            remedy = suggestion(name, known) or "; write the id of one that is"
            raise ValueError(f'client "{name}" is not declared{remedy}')
        return name

    def _tax(self, meta: Mapping[str, Any]) -> str:
        code = str(written(meta, "tax") or "")
        if code and code not in self._codes:
            remedy = suggestion(code, self._codes) or "; write one that is"
            raise ValueError(f'tax code "{code}" is not declared{remedy}')
        return code

    def _account(self, meta: Mapping[str, Any]) -> str:
        account = str(written(meta, "account") or "")
        if account and cash_role(self._chart, account) is None:
            raise ValueError(f"{account} is no bank or cash account")
        return account


def _shown(value: Any) -> str:
    """A value as the ledger writes it."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def _is_amount(value: Any) -> bool:
    return isinstance(value, Amount) and isinstance(value.number, Decimal)


def _is_number(value: Any, least: int, greatest: int) -> bool:
    return isinstance(value, Decimal) and least <= value <= greatest


#: Each directive's reader, its type for keys, the finding for a bad one, and a form.
_READERS: Mapping[str, tuple[Any, On, Any, str]] = {
    ITEM: (
        _Reader.read_item,
        On.FORECAST_ITEM,
        BAD_FORECAST_ITEM,
        '"forecast-item" "vat-q1" -2100.00 EUR',
    ),
    SCENARIO: (
        _Reader.read_scenario,
        On.SCENARIO,
        BAD_SCENARIO,
        '"scenario" "slow" "delay" 14',
    ),
}
