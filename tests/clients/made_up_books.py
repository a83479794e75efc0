"""Books of three clients that Hypothesis makes up: money, relations and targets."""

from datetime import date, timedelta
from typing import NamedTuple

from beancount import loader
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

from ledgerkit.api import LedgerBooks

CLIENTS = ("acme", "birch", "cedar")
MANAGERS = ("anna", "bruno")
FIRST, AS_OF, LAST = date(2023, 7, 1), date(2024, 12, 31), date(2025, 6, 30)
#: Rules that hold whatever the day.
HEAD = f"""\
option "operating_currency" "EUR"
{ACCOUNTS}
1970-01-01 open Income:Support
"""
#: Clients' keys that hold from their day on; the name holds since ever.
OF_A_DAY = {
    "manager": ['"anna"', '"bruno"', ""],
    "cadence": ['"P30D"', '"P2M"', ""],
    "status": ['"active"', '"lost"', '"dormant"', ""],
    "tier": ['"key"', '"small"'],
}


class Written(NamedTuple):
    """A directive, and what is left of it for whoever asks on a day before it."""

    day: date
    text: str
    lasting: str = ""


days = st.dates(FIRST, LAST)
amounts = st.integers(1, 900).map(lambda number: f"{number}.00 EUR")
some_clients = st.sampled_from(CLIENTS)
dated = days.map(str)


def directive(day, head, facts=None):
    lines = [f"{day} {head}"]
    lines += [f"  {key}: {value}" for key, value in (facts or {}).items()]
    return "\n".join(lines) + "\n"


def record(kind, id_, fixed=None, /, **keys):
    """Directives of one record, each on a day of its own; perhaps none."""
    changing = st.fixed_dictionaries(
        {}, optional={key.replace("_", "-"): values for key, values in keys.items()}
    )
    history = st.lists(
        st.tuples(days, changing), max_size=3, unique_by=lambda pair: pair[0]
    )
    return history.map(lambda pairs: list(_record(kind, id_, fixed or {}, pairs)))


def _record(kind, id_, fixed, pairs):
    for number, (day, facts) in enumerate(sorted(pairs, key=lambda pair: pair[0])):
        head = f'custom "{kind}" "{id_}"'
        if number:
            yield Written(day, directive(day, head, facts))
            continue
        head += f' "The {id_}"'
        # Who it is, is known before; of other records nothing is.
        lasting = directive(day, head) if kind == "client" else ""
        yield Written(day, directive(day, head, fixed | facts), lasting)


def one_of(words):
    return st.sampled_from([f'"{word}"' for word in words.split()])


RECORDS = [
    *(
        record(
            "client",
            id_,
            **{k: st.sampled_from(words) for k, words in OF_A_DAY.items()},
        )
        for id_ in CLIENTS
    ),
    *(record("manager", id_, team=one_of("north south")) for id_ in MANAGERS),
    record(
        "contact", "carla", {"client": '"acme"'}, role=one_of("champion"), left=dated
    ),
    record(
        "task",
        "t-1",
        {"client": '"acme"'},
        due=dated,
        status=one_of("needs-action completed"),
    ),
    *(
        record(
            "case",
            f"case-{number}",
            {"client": '"acme"', "invoice": f'"I-{number}"'},
            kind=one_of("dispute complaint request"),
            status=one_of("open resolved"),
            disputed=amounts,
        )
        for number in range(2)
    ),
    *(
        record(
            "opportunity",
            f"o-{id_}",
            {"client": f'"{id_}"'},
            stage=one_of("proposal negotiation won lost"),
            amount=amounts,
            close_date=dated,
        )
        for id_ in CLIENTS[:2]
    ),
    record("contract", "c-1", {"client": '"acme"'}, until=dated, notice=one_of("P90D")),
    record(
        "plan",
        "p-1",
        {"client": '"acme"', "from": "2024-01-01", "until": "2024-12-31"},
    ),
    record(
        "milestone",
        "m-1",
        {"plan": '"p-1"', "measure": '"revenue"', "target": "500 EUR"},
        due=dated,
    ),
]
EVENTS = [
    st.tuples(some_clients, one_of("call visit"), st.just('"Spoke"')).map(
        lambda of: ("activity", f'"{of[0]}" {of[1]} {of[2]}')
    ),
    st.tuples(some_clients, st.integers(0, 10)).map(
        lambda of: ("survey", f'"{of[0]}" "nps" {of[1]}')
    ),
]
#: Of each scope, id and measure one a day: of two, the file's order decides.
TARGETS = [
    "company revenue",
    "team north revenue",
    "manager anna revenue",
    "manager bruno cash",
    "client acme margin",
]
sales = st.lists(
    st.tuples(
        some_clients,
        days,
        st.integers(10, 900),
        st.sampled_from([0, 30, 60]),
        # Of hundred, how much was paid; negative: credited.
        st.sampled_from([100, 100, 60, 0, -30]),
        st.integers(0, 120),
        st.sampled_from(["Services", "Support"]),
    ),
    max_size=14,
)


@st.composite
def directives(draw):
    """Everything that is written of the book, in order of nothing."""
    found = [written for history in RECORDS for written in draw(history)]
    for event in EVENTS:
        # One a day, since the file's order tells which came last.
        for day, (kind, values) in draw(
            st.lists(st.tuples(days, event), max_size=4, unique_by=lambda pair: pair[0])
        ):
            found.append(Written(day, directive(day, f'custom "{kind}" {values}')))
    for target in TARGETS:
        words = " ".join(f'"{word}"' for word in target.split())
        for day in draw(st.lists(days, max_size=2, unique=True)):
            head = f'custom "target" {words} "quarterly" {draw(amounts)}'
            found.append(Written(day, directive(day, head)))
    for number, sale in enumerate(draw(sales)):
        found += _sold(number, sale)
    return found


def _sold(number, sale):
    client, day, amount, terms, percent, after, income = sale
    head = f'* "The {client}" "Work" ^I-{number}\n'
    yield Written(
        day,
        f'{day} {head}  client: "{client}"\n  due: {day + timedelta(terms)}\n'
        f"  Assets:Receivable  {amount} EUR\n  Income:{income}\n",
    )
    paid = day + timedelta(days=after)
    if percent > 0:
        yield Written(
            paid,
            f"{paid} {head}  Assets:Bank  {amount * percent / 100:.2f} EUR\n"
            "  Assets:Receivable\n",
        )
    elif percent < 0:
        yield Written(
            paid,
            f'{paid} {head}  credit-note: "C-{number}"\n'
            f"  Income:{income}  {-amount * percent / 100:.2f} EUR\n"
            "  Assets:Receivable\n",
        )
    if number % 3 == 0:
        yield Written(
            paid,
            f'{paid} * "Help"\n  Expenses:Purchases  7 EUR\n    client: "{client}"\n'
            "  Assets:Bank\n",
        )


def books_of(written):
    """The books, and not an error in them."""
    text = HEAD + "\n".join(one.text for one in written)
    entries, errors, options = loader.load_string(text)
    assert errors == []
    return LedgerBooks(entries, errors, options)


def known_on(written, day):
    """What stood in the book on a day; of a later client who it is, and no more."""
    for one in written:
        if one.day <= day:
            yield one
        elif one.lasting:
            yield one._replace(text=one.lasting)
