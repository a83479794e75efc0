"""The returns that are lists: what they list of a book, and what they can't say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.rates import read_rates
from ledgerkit.books.taxes.forms import national_form, shipped_form
from ledgerkit.invoices.credited import CreditedDocuments
from ledgerkit.invoices.tax_code import Supply, TaxKind
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.vat_number import vat_country, vat_number
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.ec_sales import client_rows, listed_supply
from ledgerkit.taxes.form import FormList
from ledgerkit.taxes.listed import ListRow, TaxList
from ledgerkit.taxes.one_stop_shop import StateSale, quarter_end, state_rows
from ledgerkit.taxes.placing import BoxEntry
from ledgerkit.taxes.sales_tax import sales_by_jurisdiction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

_EURO = "EUR"
#: Over a holiday, the next day on which rates are published counts.
_DAYS_TO_NEXT_RATE = 6
_ONE = Decimal(1)


class ListReader:
    """Fills in the returns that are lists."""

    def __init__(self, source: Source, reading: TaxReading) -> None:
        """Take the book and its tax."""
        self._source = source
        self._reading = reading

    def tax_list(
        self, form: TaxForm, period: Period, corrections: Sequence[StateSale] = ()
    ) -> TaxList:
        """The list of a form and period.

        Args:
            form: The form.
            period: Its period.
            corrections: What was wrong in earlier returns of the One Stop Shop.
        """
        if form.lists is FormList.STATES:
            return self._states(form, period, corrections)
        if form.lists is FormList.CLIENTS:
            return self._clients(form, period)
        amounts = (
            amount
            for amount in self._reading.amounts(form, period)
            if amount.code.country in {"", form.country}
        )
        found = sales_by_jurisdiction(amounts, self._reading.currency)
        states = {row.box for row in found.rows}
        lines = [
            line
            for state, name in form.parts.items()
            if state in states
            for line in self._lines(shipped_form(name), period)
        ]
        return found._replace(rows=[*found.rows, *lines])

    def _lines(self, form: TaxForm, period: Period) -> Iterator[ListRow]:
        """The lines of a jurisdiction's own form."""
        filled_in = self._reading.tax_return(form, period, {}).filled_in
        for id_, value in filled_in.boxes.items():
            yield ListRow(
                box=id_,
                label=f"{form.name}: {value.box.label}",
                amount=value.amount,
                exact=value.exact,
                entries=[
                    BoxEntry(entry.taxed, entry.factor * sign)
                    for entry, sign in filled_in.entries(id_)
                ],
                is_line=True,
            )

    # The One Stop Shop

    def _states(
        self, form: TaxForm, period: Period, corrections: Sequence[StateSale]
    ) -> TaxList:
        home, currency = self._reading.home(period.last), self._reading.currency
        rate = self._rate(period) if currency != _EURO else _ONE
        known = [*self._state_sales(period, home), *corrections]
        sales = [each for each in known if not _is_too_late(form, each, period)]
        late = [each for each in known if each not in sales]
        rows = list(state_rows(sales, home, rate))
        missing = []
        if rate is None:
            missing.append(
                f"The books have no rate of {period.last}, the last day of the period,"
                " nor of the days after it, so no amount can be said in euros; write"
                f" {period.last} price {currency} 1.00 {_EURO}, with the rate of the"
                " European Central Bank"
            )
        if any(row.facts.get("period") == "?" for row in rows):
            places = [
                str(each.amount.place)
                for each in sales
                if each.amount.amount < 0 and not each.corrects
            ]
            missing.append(
                f"{places[0]}: which quarter's sale this takes back isn't known; name"
                " the invoice on the credit note"
            )
        return TaxList(rows, _EURO, list(_too_late(form, late, currency)), missing)

    def _state_sales(self, period: Period, home: str) -> Iterator[StateSale]:
        for txn in self._reading.of_period(period):
            abroad = [
                amount
                for amount in txn.amounts
                if amount.kind is TaxKind.SALES
                and amount.code.country not in {"", home}
                and vat_country(amount.code.country)
            ]
            if abroad:
                corrects = self._corrected(txn, period)
                yield from (StateSale(amount, corrects) for amount in abroad)

    def _corrected(self, txn: TaxedTransaction, period: Period) -> str:
        """The earlier quarter whose invoice a credit note credits; empty if none."""
        for control in txn.controls:
            if control.credit is None:
                continue
            subledger, credited = self._credited
            for item in subledger.by_number.get(control.credit, ()):
                original = credited.credited_by(item)
                day = original.first.day if original is not None else None
                if day is not None and day < period.first:
                    return f"{day.year}-Q{(day.month + 2) // 3}"
        return ""

    @cached_property
    def _credited(self) -> tuple[Subledger, CreditedDocuments]:
        subledger = self._source.subledger(Side.RECEIVABLE, date.max)
        return subledger, CreditedDocuments(subledger)

    def _rate(self, period: Period) -> Decimal | None:
        """What the books' currency is in euros at the period's end; None if unknown."""
        rates = read_rates(self._source.directives, self._reading.currency)
        for days in range(_DAYS_TO_NEXT_RATE):
            day = min(period.last, date.max - timedelta(days=days)) + timedelta(days)
            rate = rates.rate(self._reading.currency, _EURO, day)
            if rate is not None and rate.day >= period.last:
                return rate.number
        return None

    # The EC sales list

    def _clients(self, form: TaxForm, period: Period) -> TaxList:
        home, currency = self._reading.home(period.last), self._reading.currency
        by_number: dict[str, list[DueAmount]] = {}
        names: dict[str, str] = {}
        missing: list[str] = []
        for amount in self._reading.amounts(form, period):
            if listed_supply(amount) is None:
                continue
            client = self._source.directory.as_of(
                PartyRole.CLIENT, amount.party, amount.day
            )
            number = vat_number(client.text("vat-id"), client.text("country"))
            state = vat_country(number[:2])
            if not state:
                missing.append(
                    f"{amount.place}: {amount.party} has no VAT number of another"
                    f' state, so it is on no list; write vat-id: on custom "client"'
                    f' "{amount.party}"'
                )
            elif state != home:
                by_number.setdefault(number, []).append(amount)
                names[number] = client.name
        rows = list(client_rows(by_number, names, currency))
        notes = list(self._proof(by_number, period, home))
        return TaxList(rows, currency, notes, missing)

    def _proof(
        self, by_number: Mapping[str, Sequence[DueAmount]], period: Period, home: str
    ) -> Iterator[str]:
        """That the list has what the boxes of the national return have, or not."""
        form, currency = national_form(home), self._reading.currency
        if form is None or not form.listed:
            yield "No box of the national return has the same supplies alone."
            return
        boxes = self._reading.tax_return(form, period, {}).filled_in.boxes
        for supply, ids in form.listed.items():
            of_form = sum((boxes[id_].exact for id_ in ids), ZERO)
            of_list = _total(by_number, supply)
            what = f"{', '.join(ids)} of {form.name}"
            if of_form == of_list:
                yield f"Box {what} has the same {of_list} {currency} of {supply}."
            else:
                yield (
                    f"Box {what} has {of_form} {currency} of {supply}, and the list"
                    f" {of_list}: see --form {form.name} --explain {ids[0]}."
                )


def _is_too_late(form: TaxForm, sale: StateSale, period: Period) -> bool:
    """Whether a sale takes back one of a quarter that no return corrects any more."""
    last = quarter_end(sale.corrects)
    if last is None:
        return False
    due = form.due_after(last)
    return form.filing.correction.is_too_late(due, period.last)


def _too_late(
    form: TaxForm, sales: Sequence[StateSale], currency: str
) -> Iterator[str]:
    """What goes to the states themselves."""
    rule = form.filing.correction
    for each in sales:
        amount = each.amount
        if amount.part is TaxedPart.TAX:
            tax = f"{with_cents(amount.amount, currency):f} {currency}"
            yield (
                f"{amount.place}: {tax} of the tax of {amount.code.country} for"
                f" {each.corrects} isn't in this return: it goes to"
                f" {rule.beyond_words}."
            )


def _total(by_number: Mapping[str, Sequence[DueAmount]], supply: Supply) -> Decimal:
    return sum(
        (
            amount.amount
            for amounts in by_number.values()
            for amount in amounts
            if listed_supply(amount) is supply
        ),
        ZERO,
    )
