"""What holds of clients in all books."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clients.made_up_books import (
    AS_OF,
    CLIENTS,
    HEAD,
    MANAGERS,
    books_of,
    directives,
    known_on,
)

from ledgerkit.api import load
from ledgerkit.books.clients.achievements import AchievementReader
from ledgerkit.clients.measures.retention import measure_retention
from ledgerkit.clients.measures.target import by_manager
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.parties.party import PartyRole

few = settings(max_examples=max(settings.default.max_examples // 12, 1))
OF_ALL = [
    "agenda",
    "at_risk",
    "client_list",
    "client_measures",
    "cohorts",
    "concentration",
    "health",
    "opportunities",
    "pipeline",
    "plans",
    "renewals",
    "retention",
    "rfm",
    "targets",
    "tasks",
    "whitespace",
    "win_rates",
]
OF_ONE = ["party_card", "party_timeline", "health_of", "payment_history", "plan"]


def all_said(books):
    """Every report on clients as at the day, and what is left out of none."""
    said = {name: getattr(books, name)(as_of=AS_OF) for name in OF_ALL}
    said["every renewal"] = books.renewals(as_of=AS_OF, every=True)
    said["every task"] = books.tasks(as_of=AS_OF, everything=True)
    for client in CLIENTS:
        for name in OF_ONE:
            said[name, client] = getattr(books, name)(client, as_of=AS_OF)
    return {
        name: (table.to_csv(), list(table.notes), table.title)
        for name, table in said.items()
    }


@few
@given(directives(), st.randoms())
def test_files_and_their_order_say_nothing_of_clients(tmp_path_factory, written, mixed):
    wanted = all_said(books_of(written))
    folder = tmp_path_factory.mktemp("book")
    files = defaultdict(list)
    shuffled = list(written)
    mixed.shuffle(shuffled)
    for one in shuffled:
        files[mixed.choice("abc")].append(one.text)
    for name, texts in files.items():
        (folder / f"{name}.beancount").write_text("\n".join(texts))
    includes = "".join(f'include "{name}.beancount"\n' for name in files)
    (folder / "main.beancount").write_text(HEAD + includes)
    assert all_said(load(folder / "main.beancount")) == wanted


@few
@given(directives())
def test_what_is_written_later_says_nothing_of_the_day(written):
    assert all_said(books_of(known_on(written, AS_OF))) == all_said(books_of(written))


@few
@given(directives())
def test_what_each_manager_reached_sums_to_all_that_was_sold(written):
    books = books_of(written)
    reached = [
        one
        for one in AchievementReader(books, AS_OF).read()
        if one.measure == "revenue"
    ]
    sold = [s for s in books.sales if s.day <= AS_OF and not s.is_cost]
    managers = by_manager(reached)
    assert sum(managers.values()) == sum(sale.amount for sale in sold)
    assert managers.keys() <= {"", *MANAGERS}
    teams = {one.team for one in reached}
    by_team = [sum(o.number for o in reached if o.team == team) for team in teams]
    assert sum(by_team) == sum(managers.values())
    # Who was in charge, from the directives alone.
    credited = defaultdict(Decimal)
    for sale in sold:
        credited[in_charge(books, sale.client, sale.day)] += sale.amount
    assert {k: v for k, v in managers.items() if v} == {
        k: v for k, v in credited.items() if v
    }


def in_charge(books, client, day):
    written = books.directory.declarations(PartyRole.CLIENT, client)
    said = [d for d in written if d.day <= day and "manager" in d.facts]
    return max(said, key=lambda d: d.day).facts["manager"] or "" if said else ""


@few
@given(directives())
def test_below_a_companys_target_its_managers_sum_to_it(written):
    rows = books_of(written).targets(as_of=AS_OF).to_dicts()
    for company in (row for row in rows if row["scope"] == "company"):
        period = company["first"], company["last"]
        managers = [
            row["achieved"]
            for row in rows
            if row["scope"] == "manager"
            and row["measure"] == company["measure"]
            and (row["first"], row["last"]) == period
        ]
        assert sum(managers) == company["achieved"]


@few
@given(directives())
def test_gross_retention_is_what_stayed_of_each_client_over_what_was(written):
    books = books_of(written)
    now, before = twelve_months(AS_OF), twelve_months(AS_OF, years_ago=1)
    was, is_now = defaultdict(Decimal), defaultdict(Decimal)
    for sale in books.sales:
        if not sale.is_cost:
            was[sale.client] += sale.amount if sale.day in before else 0
            is_now[sale.client] += sale.amount if sale.day in now else 0
    found = measure_retention(was, is_now)
    there = {client: amount for client, amount in was.items() if amount > 0}
    if not there:
        assert found.gross is None
        return
    stayed = sum(min(is_now[c], amount) for c, amount in there.items())
    assert found.gross == stayed / sum(there.values()) <= 1
    (row,) = (
        row
        for row in books.retention(as_of=AS_OF).to_dicts()
        if row["year_to"] == date(2024, 12, 31)
    )
    assert row["start"] == sum(there.values())
    assert abs(row["gross"] - 100 * found.gross) <= Decimal("0.05")
