"""Reports that show one figure show the same, on all books: zero differences.

Everything is compared with the ageing, and that with the control accounts, whose
balance Beancount reckons. See `trading_books` for what the books hold.
"""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.trading_books import CLIENTS, DAYS, VENDORS, trading_books

from ledgerkit.books.payables.purchases import read_purchases
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")
LATE = BUCKETS[1:]
SIDES = {Side.RECEIVABLE: CLIENTS, Side.PAYABLE: VENDORS}
of_all_books = settings(max_examples=max(settings.default.max_examples // 8, 1))


def told(table, key="balance", by=("party", "currency")):
    """A column's sums, by party and currency; what is nothing is left out."""
    sums = defaultdict(Decimal)
    for row in table.to_dicts():
        sums[tuple(row[word] for word in by)] += row[key] or 0
    return {who: number for who, number in sums.items() if number}


def totals(table, key):
    return {line["currency"]: line[key] for line in table.totals if line[key]}


def by_currency(amounts):
    sums = defaultdict(Decimal)
    for (_party, currency), amount in amounts.items():
        sums[currency] += amount
    return {currency: amount for currency, amount in sums.items() if amount}


def summed(*maps):
    sums = defaultdict(Decimal)
    for amounts in maps:
        for key, number in amounts.items():
            sums[key] += number
    return {key: number for key, number in sums.items() if number}


class Aged:
    """The ageing, which all others are held against."""

    def __init__(self, books, side, day):
        table = books.aging(as_of=day, side=side)
        self.table = table
        self.balance = told(table)
        self.on_account = told(table, "unapplied")
        self.not_due = told(table, "not_due")
        self.overdue = summed(*(told(table, key) for key in LATE))
        self.disputed = told(table, "disputed")


@of_all_books
@given(trading_books(), st.sampled_from(DAYS), st.sampled_from(list(Side)))
def test_what_is_open_is_the_same_in_every_report(books, day, side):
    aged = Aged(books, side, day)
    for key in (*BUCKETS, "unapplied", "balance"):
        assert totals(aged.table, key) == by_currency(told(aged.table, key))
    proofs = books.control_account_proofs(side, day)
    assert {p.difference for p in proofs} <= {0}
    ledger = defaultdict(Decimal)
    for proof in proofs:
        ledger[proof.currency] += proof.general_ledger
    assert {c: n for c, n in ledger.items() if n} == by_currency(aged.balance)

    _items_say_so(books, side, day, aged)
    _documents_say_so(books, side, day, aged)
    for party in SIDES[side]:
        own = {key: n for key, n in aged.balance.items() if key[0] == party}
        try:
            card = books.card(party, as_of=day, side=side)
        except UsageError:  # Nobody by this name yet.
            assert not own
            continue
        last = {(party, r["currency"]): r["balance"] for r in card.to_dicts()}
        assert summed(last) == own
        assert totals(card, "balance") == by_currency(own)


def _items_say_so(books, side, day, aged):
    parts = books.open_items(as_of=day, side=side, by_part=True)
    for table in (books.open_items(as_of=day, side=side), parts):
        assert told(table, "open") == aged.balance
        assert totals(table, "open") == by_currency(aged.balance)
        assert told(table, "disputed") == aged.disputed
    late = defaultdict(Decimal)
    for row in parts.rows:
        if "open" in row.late:
            late[row.cells["party"], row.cells["currency"]] += row.cells["open"]
    assert late == aged.overdue


def _documents_say_so(books, side, day, aged):
    items = books.open_items(as_of=day, side=side)
    documents = books.documents(as_of=day, side=side).to_dicts()
    debts, credits_ = defaultdict(Decimal), defaultdict(Decimal)
    for row in documents:
        # What settled a document beyond its amount is on account.
        is_credit = row["kind"] in {"credit note", "vendor credit"} or row["open"] < 0
        sums = credits_ if is_credit else debts
        sums[row["party"], row["currency"]] += row["open"]
    for row in items.to_dicts():
        if row["kind"] == "on account":
            credits_[row["party"], row["currency"]] += row["open"]
    assert summed(debts) == summed(aged.not_due, aged.overdue)
    assert summed(credits_) == aged.on_account
    overdue = {row["number"] for row in documents if row["status"] == "overdue"}
    assert overdue == {r.cells["number"] for r in items.rows if "open" in r.late}
    for row in documents:
        if row["number"] in overdue:
            due = books.due(row["number"], as_of=day, side=side)
            assert sum(part["open"] for part in due.to_dicts()) == row["open"]


@of_all_books
@given(trading_books(), st.sampled_from(DAYS), st.sampled_from(list(Side)))
def test_what_is_owed_and_overdue_is_the_same_of_a_party_and_of_all(books, day, side):
    aged = Aged(books, side, day)
    sells = side is Side.RECEIVABLE
    everybody = books.client_balances if sells else books.vendor_balances
    table = everybody(as_of=day)
    assert told(table) == aged.balance
    assert told(table, "overdue") == aged.overdue
    assert totals(table, "overdue") == by_currency(aged.overdue)

    def last_lines(**choice):
        rows = books.collection(as_of=day, side=side, **choice).to_dicts()
        return [row for row in rows if row["last"] == day]

    for key, wanted in (("owed", aged.balance), ("overdue", aged.overdue)):
        company = {r["currency"]: r[key] for r in last_lines() if r[key]}
        assert company == by_currency(wanted)
        for party in SIDES[side]:
            own = {
                (party, r["currency"]): r[key]
                for r in last_lines(party=party)
                if r[key]
            }
            assert own == {k: n for k, n in wanted.items() if k[0] == party}


@of_all_books
@given(trading_books(), st.sampled_from(DAYS))
def test_what_a_client_owes_is_the_same_wherever_it_is_told(books, day):
    aged = Aged(books, Side.RECEIVABLE, day)
    assert told(books.credit_limits(as_of=day), "exposure") == aged.balance
    clients = books.client_list(as_of=day)
    assert told(clients) == aged.balance
    assert told(clients, "overdue") == aged.overdue
    groups = books.client_list(as_of=day, roll_up=True)
    for key in ("balance", "overdue"):
        assert totals(groups, key) == totals(clients, key)

    allowed = books.allowance(as_of=day)
    debts = by_currency(summed(aged.not_due, aged.overdue))
    assert totals(allowed, "open") == debts

    # What is disputed is not asked for.
    reminded = books.reminders(as_of=day)
    late = summed(told(reminded, "amount"), told(reminded, "disputed"))
    assert {k: n for k, n in late.items() if k not in aged.disputed} == {
        k: n for k, n in aged.overdue.items() if k not in aged.disputed
    }
    asked = told(reminded, "amount")
    assert all(asked[key] <= aged.overdue[key] for key in asked)
    for letter in books.reminder_plan(day).letters:
        key = letter.party, letter.currency
        on_account = max(-aged.on_account.get(key, Decimal(0)), 0)
        # Some of it may belong to an older invoice that no letter asks for.
        older = sum(
            r.amount
            for r in books.reminder_plan(day).reminders
            if r.document.party == letter.party and r.decision.value != "send"
        )
        assert on_account - older <= letter.on_account <= on_account

    for client in CLIENTS:
        told_open = {k: n for k, n in aged.balance.items() if k[0] == client}
        for letter in books.statements_of(client, as_of=day):
            key = client, letter.currency
            assert letter.closing == aged.balance.get(key, 0)
            assert sum(letter.aged.amounts[1:]) == aged.overdue.get(key, 0)
            assert letter.aged.unapplied == aged.on_account.get(key, 0)
        statement = books.statement(client, as_of=day)
        assert totals(statement, "balance") == by_currency(told_open)
        card = books.party_card(client, as_of=day).to_dicts()
        for what, wanted in (
            ("open", aged.balance),
            ("of it on account", aged.on_account),
            ("overdue", aged.overdue),
        ):
            shown = {
                (client, line["currency"]): line["amount"]
                for line in card
                if line["part"] == "money" and line["what"] == what and line["amount"]
            }
            assert shown == {k: n for k, n in wanted.items() if k[0] == client}
        _health_says_so(books, client, day, aged)


def _health_says_so(books, client, day, aged):
    unit = books.clients_read.currency
    words = {
        r["component"]: r["words"]
        for r in books.health_of(client, as_of=day).to_dicts()
    }
    overdue = aged.overdue.get((client, unit), Decimal(0))
    debts = overdue + aged.not_due.get((client, unit), Decimal(0))
    said = re.match(r"(\d+) % of", words.get("overdue", ""))
    assert bool(said) == (debts > 0)
    if said:
        assert abs(int(said[1]) - 100 * overdue / debts) <= Decimal("0.5")


@of_all_books
@given(trading_books(), st.sampled_from(DAYS))
def test_revenue_and_trend_are_the_same_in_every_report_on_clients(books, day):
    measures = {r["party"]: r for r in books.client_measures(as_of=day).to_dicts()}
    unit = books.clients_read.currency
    revenue = {(p, unit): r["revenue"] for p, r in measures.items() if r["revenue"]}

    shares = books.concentration(as_of=day)
    named = {k: n for k, n in told(shares, "revenue").items() if k[0]}
    assert named == _grouped(books, revenue, day)
    (total,) = totals(shares, "revenue").values() or [Decimal(0)]
    assert total == sum(told(shares, "revenue").values())
    year = twelve_months(day)
    booked = sum(
        s.amount
        for s in books.sales
        if s.day in year and not s.is_cost and s.currency == unit
    )
    assert total == booked

    for row in books.client_list(as_of=day).to_dicts():
        one = measures.get(row["party"])
        if one and row["currency"] == unit:
            for key in ("revenue", "trend", "days_late", "last_invoice"):
                assert row[key] == one[key]
    assert totals(books.client_list(as_of=day), "revenue") == by_currency(revenue)
    assert told(books.at_risk(as_of=day), "revenue").items() <= revenue.items()
    rfm = told(books.rfm(as_of=day), "revenue")
    assert rfm.items() <= revenue.items()
    grid = told(books.rfm_grid(as_of=day), "revenue", by=("currency",))
    assert grid == {(u,): n for u, n in by_currency(rfm).items()}
    sold = defaultdict(Decimal)
    for row in books.whitespace(as_of=day).to_dicts():
        sold[row["party"], row["currency"]] += sum(
            number or 0
            for key, number in row.items()
            if key not in {"party", "name", "currency"}
        )
    assert summed(sold) == revenue

    now = {p: r["revenue"] for p, r in measures.items()}
    before = {p: r["revenue_before"] for p, r in measures.items()}
    there = {p for p, n in before.items() if n > 0}
    for row in books.retention(as_of=day).to_dicts()[:1]:
        assert row["start"] == sum(before[p] for p in there)
        assert row["clients"] == len(there)
        change = row["expansion"] - row["contraction"] - row["churned"]
        assert row["start"] + change == sum(now[p] for p in there)

    for client, one in measures.items():
        lines = {r["what"]: r for r in books.party_card(client, as_of=day).to_dicts()}
        card = lines["revenue of twelve months"]
        assert card["amount"] == one["revenue"]
        trend = one["trend"]
        shown = None if trend is None else f"{trend:+} % on the year before"
        assert card["value"] == shown
        if one["revenue_before"] > 0:
            change = one["revenue"] - one["revenue_before"]
            assert abs(trend - 100 * change / one["revenue_before"]) <= Decimal("0.05")
        if year.first.day == 1:
            months = books.client_revenue(client, as_of=day)
            (line,) = months.totals
            assert line["revenue"] == one["revenue"]
            assert line["year_before"] == one["revenue_before"]


def _grouped(books, revenue, day):
    parents = books.clients_read.parents(day)
    sums = defaultdict(Decimal)
    for (party, unit), amount in revenue.items():
        sums[parents.get(party, party), unit] += amount
    return {key: amount for key, amount in sums.items() if amount}


@of_all_books
@given(trading_books(), st.sampled_from(DAYS))
def test_what_we_owe_and_bought_is_the_same_in_every_report_on_vendors(books, day):
    aged = Aged(books, Side.PAYABLE, day)
    cash = books.cash_required(as_of=day)
    assert totals(cash, "due") == by_currency(aged.balance)
    assert told(cash, "due", by=("currency",)) == {
        (unit,): n for unit, n in by_currency(aged.balance).items()
    }
    weeks = {(r["week"], r["currency"]): r["due"] for r in cash.to_dicts()}
    for week, wanted in (
        ("overdue", aged.overdue),
        ("credits, on account", aged.on_account),
    ):
        shown = {unit: n for (w, unit), n in weeks.items() if w == week}
        assert shown == by_currency(wanted)

    request = RunRequest(until=day, account="Assets:Bank:Main", made_on=day)
    run = books.payment_run(books.payment_run_plan(request))
    # A run knows what is paid later: nobody is paid twice.
    known = any("booked later" in note for note in run.notes)
    items = books.open_items(as_of=date.max if known else day, side=Side.PAYABLE)
    open_ = {(r["party"], r["number"]): r["open"] for r in items.to_dicts()}
    for row in run.to_dicts():
        if row["number"]:
            assert row["open"] == open_[row["party"], row["number"]]

    year = twelve_months(day)
    spent = books.spend(since=year.first, as_of=day)
    by_account = books.spend(since=year.first, as_of=day, by="account")
    assert totals(spent, "amount") == totals(by_account, "amount")
    bought = read_purchases(books, year.first, day).lines
    assert totals(spent, "amount") == by_currency(
        summed(*({(p.party, p.currency): p.amount} for p in bought))
    )
    dpo = {
        (r["currency"], r["last"]): r["dpo"]
        for r in books.collection(as_of=day, side=Side.PAYABLE).to_dicts()
    }
    for row in books.cash_conversion(as_of=day).to_dicts():
        assert row["dpo"] == dpo.get((row["currency"], row["last"]))
