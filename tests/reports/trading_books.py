"""Books of a small firm that Hypothesis makes up: both sides, as people post them.

Four clients and three vendors, one of whom is both. Documents have one due date, two or
none, tax, a deposit set off, or are from before the books; they are settled in full, in
part, by credit, with a discount, by money on account, ahead of their day, or never, and
some are disputed or given up. Some payments are too high, come back, are paid back or
move to another account or party. Some sales name nobody.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from beancount import loader
from hypothesis import strategies as st

from ledgerkit.api import LedgerBooks

CLIENTS = ("acme", "birch", "cedar", "both")
VENDORS = ("delta", "elm", "both")
FIRST = date(2023, 9, 1)
#: Ends of months, of leap Februaries too, and days within one.
DAYS = [
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2025, 2, 28),
    date(2025, 3, 15),
    date(2025, 6, 30),
]
HEAD = """\
option "operating_currency" "EUR"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Abroad
  role: "receivable"
1970-01-01 open Assets:Bank:Main  EUR
  iban: "DE75512108001245126199"
  bic: "SOLADEST"
  holder: "Our firm"
1970-01-01 open Assets:Dollars
  role: "bank"
1970-01-01 open Assets:Input-Tax
1970-01-01 open Assets:Stock
  role: "stock"
1970-01-01 open Assets:Paid-Ahead
  role: "vendor-advance"
1970-01-01 open Liabilities:Deposits
  role: "client-advance"
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:Owed
  role: "payable"
1970-01-01 open Liabilities:Tax
1970-01-01 open Income:Services
1970-01-01 open Income:Support
1970-01-01 open Income:Taken
  role: "discount-taken"
1970-01-01 open Expenses:Given
  role: "discount-given"
1970-01-01 open Expenses:Goods
1970-01-01 open Expenses:Fees
  role: "bank-fees"
1970-01-01 open Expenses:Given-Up
  role: "bad-debt"
1970-01-01 open Equity:Opening-Balances
1970-01-01 custom "ledgerkit" "allowance-rates" "0 1 5 20 50"
1970-01-01 custom "tax-code" "sold" 0.20
  kind: "sales"
  account: Liabilities:Tax
1970-01-01 custom "tax-code" "bought" 0.20
  kind: "purchase"
  account: Assets:Input-Tax
1970-01-01 custom "client" "acme" "Acme"
  credit-limit: 300.00 EUR
  payment-terms: "net 30"
1970-01-01 custom "client" "birch" "Birch"
  parent: "acme"
1970-01-01 custom "vendor" "delta" "Delta"
  payment-terms: "2/10 net 30"
"""

days = st.dates(FIRST, DAYS[-1] + timedelta(days=60))
#: Net amounts whose fifth has no part of a cent.
nets = st.integers(1, 180).map(lambda fives: Decimal(5 * fives))
dues = st.sampled_from(["", "due", "late", '"30% 0, 70% 60"', '"50% 10, 50% 90"'])
settled = st.sampled_from(
    [
        *("full", "part", "parts", "early", "credit", "discount", "given up", "never"),
        *("over", "returned", "paid again", "moved", "taken over", "paid back"),
    ]
)


class Drawn(NamedTuple):
    """A document as drawn: whose, when, how much, and what becomes of it."""

    sells: bool
    who: int
    day: date
    net: Decimal
    unit: str
    due: str
    how: str
    after: int
    extra: str

    @property
    def party(self):
        return _party(self.sells, self.who)


class Settled(NamedTuple):
    """What settles a document, or part of it."""

    day: date
    share: Decimal
    kind: str


document = st.builds(
    Drawn,
    sells=st.booleans(),
    who=st.integers(0, 3),
    day=days,
    net=nets,
    unit=st.sampled_from(["EUR", "EUR", "EUR", "USD"]),
    due=dues,
    how=settled,
    after=st.integers(1, 150),
    extra=st.sampled_from(["", "", "", "opening", "deposit", "disputed", "goods"]),
)
unnamed = st.tuples(days, nets, st.booleans())


@st.composite
def trading_books(draw):
    """A firm's books, in which Beancount finds no error."""
    found = [HEAD]
    if draw(st.booleans()):
        found.append('1970-01-01 custom "ledgerkit" "apply" "oldest"\n')
    for number, drawn in enumerate(draw(st.lists(document, min_size=6, max_size=14))):
        found += _document(number, drawn)
    for number, drawn in enumerate(draw(st.lists(document, max_size=4))):
        found.append(_on_account(number, drawn))
    found += [_unnamed(*drawn) for drawn in draw(st.lists(unnamed, max_size=3))]
    entries, errors, options = loader.load_string("\n".join(found))
    assert errors == [], errors
    return LedgerBooks(entries, errors, options)


def _party(sells, number):
    parties = CLIENTS if sells else VENDORS
    return parties[number % len(parties)]


def _words(sells):
    return ("client", "invoice", "I") if sells else ("vendor", "bill", "B")


def _document(number, drawn):
    """A document, its deposit if it has one, and what settles it."""
    word, key, letter = _words(drawn.sells)
    sign = 1 if drawn.sells else -1
    facts = [f'  {word}: "{drawn.party}"', f'  {key}: "{letter}-{number}"']
    if drawn.due.startswith('"'):
        facts.append(f"  terms: {drawn.due}")
    elif drawn.due:
        after = timedelta(days=7 if drawn.due == "due" else 45)
        facts.append(f"  due: {drawn.day + after}")
    if drawn.extra == "disputed":
        facts.append('  dispute: "not what was ordered"')
    taxed = drawn.unit == "EUR" and drawn.extra != "opening"
    tax = drawn.net / 5 if taxed else Decimal(0)
    deposit = drawn.net / 5 if taxed and drawn.extra == "deposit" else Decimal(0)
    owed = drawn.net + tax - deposit
    account = _control(drawn.sells, number)
    lines = [
        f"  {account}  {sign * owed} {drawn.unit}",
        *_lines(number, drawn, -sign * drawn.net, -sign * tax),
    ]
    if deposit:
        advance = "Liabilities:Deposits" if drawn.sells else "Assets:Paid-Ahead"
        lines.append(f"  {advance}  {sign * deposit} EUR")
        yield _transaction(
            drawn.day - timedelta(days=20),
            drawn.party,
            facts[:1],
            [
                f"  Assets:Bank:Main  {sign * deposit} EUR",
                f"  {advance}  {-sign * deposit} EUR",
            ],
        )
    yield _transaction(drawn.day, drawn.party, facts, lines)
    for settled_ in _settlements(drawn):
        amount = (owed * settled_.share).quantize(Decimal("0.01"))
        yield _settlement(f"{letter}-{number}", drawn, account, settled_, amount)


def _control(sells, number):
    if sells:
        return "Assets:Abroad" if number % 4 == 3 else "Assets:Receivable"
    return "Liabilities:Payable"


def _lines(number, drawn, net, tax):
    """What was sold or bought, and its tax."""
    if drawn.extra == "opening":
        return [f"  Equity:Opening-Balances  {net} {drawn.unit}"]
    if drawn.sells:
        account = "Income:Support" if number % 2 else "Income:Services"
        code, at = '    tax: "sold"', "Liabilities:Tax"
    else:
        account = "Expenses:Fees" if number % 3 == 2 else "Expenses:Goods"
        account = "Assets:Stock" if drawn.extra == "goods" else account
        code, at = '    tax: "bought"', "Assets:Input-Tax"
    line = f"  {account}  {net} {drawn.unit}"
    return [line, code, f"  {at}  {tax} {drawn.unit}", code] if tax else [line]


#: By what becomes of a document: days after the usual one, the share, and the kind.
_SETTLED = {
    "full": [(0, "1", "full")],
    "discount": [(0, "1", "discount")],
    "given up": [(0, "1", "given up")],
    "part": [(0, "0.4", "full")],
    "parts": [(0, "0.3", "full"), (20, "0.5", "full")],
    "credit": [(0, "0.4", "credit"), (9, "0.6", "full")],
    "over": [(0, "1.2", "full")],
    "paid back": [(0, "1.2", "full"), (30, "-0.2", "full")],
    "returned": [(0, "1", "full"), (5, "-1", "full")],
    "paid again": [(0, "1", "full"), (5, "-1", "full"), (40, "1", "full")],
    "moved": [(0, "0.5", "moved")],
    "taken over": [(0, "0.5", "taken over")],
    "never": [],
}


def _settlements(drawn):
    if drawn.how == "early":
        yield Settled(drawn.day - timedelta(days=5), Decimal("0.6"), "full")
        return
    for after, share, kind in _SETTLED[drawn.how]:
        day = drawn.day + timedelta(days=drawn.after + after)
        yield Settled(day, Decimal(share), kind)


def _settlement(name, drawn, account, settled_, amount):
    word, key, _letter = _words(drawn.sells)
    sign, unit, kind = 1 if drawn.sells else -1, drawn.unit, settled_.kind
    facts = [f'  {word}: "{drawn.party}"', f'  {key}: "{name}"']
    lines = [f"  {account}  {-sign * amount} {unit}"]
    if kind == "credit":
        facts[1] = f'  {_credit_key(drawn.sells)}: "C-{name}"'
        other = "Income:Services" if drawn.sells else "Expenses:Goods"
        lines.append(f"  {other}  {sign * amount} {unit}")
        return _transaction(settled_.day, drawn.party, facts, lines, f" ^{name}")
    if kind in {"moved", "taken over"}:
        return _moved(name, drawn, account, settled_, amount)
    bank = "Assets:Bank:Main" if unit == "EUR" else "Assets:Dollars"
    off = Decimal(0)
    if kind == "discount":
        off = (amount / 50).quantize(Decimal("0.01"))
        other = "Expenses:Given" if drawn.sells else "Income:Taken"
        lines.append(f"  {other}  {sign * off} {unit}")
    if kind == "given up" and drawn.sells:
        bank = "Expenses:Given-Up"
    lines.append(f"  {bank}  {sign * (amount - off)} {unit}")
    return _transaction(settled_.day, drawn.party, facts, lines)


def _moved(name, drawn, account, settled_, amount):
    """A part of what is owed, from now on on another account or by another party."""
    word, key, _letter = _words(drawn.sells)
    sign, unit = 1 if drawn.sells else -1, drawn.unit
    there = "Assets:Abroad" if account != "Assets:Abroad" else "Assets:Receivable"
    if not drawn.sells:
        there = "Liabilities:Owed"
    lines = [
        f"  {account}  {-sign * amount} {unit}",
        f'    {key}: "{name}"',
        f'    {word}: "{drawn.party}"',
    ]
    if settled_.kind == "moved":
        party, number = drawn.party, name
    else:
        party = _party(drawn.sells, drawn.who + 1)
        there, number = account, f"{name}-T"
    lines += [
        f"  {there}  {sign * amount} {unit}",
        f'    {key}: "{number}"',
        f'    {word}: "{party}"',
    ]
    return _transaction(settled_.day, drawn.party, [], lines)


def _credit_key(sells):
    return "credit-note" if sells else "vendor-credit"


def _on_account(number, drawn):
    """Money that names no document, or a credit that waits for one."""
    word, _key, letter = _words(drawn.sells)
    sign = 1 if drawn.sells else -1
    facts = [f'  {word}: "{drawn.party}"']
    lines = [f"  {_control(drawn.sells, 0)}  {-sign * drawn.net} EUR"]
    other = "Assets:Bank:Main"
    if drawn.extra:
        facts.append(f'  {_credit_key(drawn.sells)}: "X{letter}-{number}"')
        other = "Income:Services" if drawn.sells else "Expenses:Goods"
    lines.append(f"  {other}  {sign * drawn.net} EUR")
    return _transaction(drawn.day, drawn.party, facts, lines)


def _unnamed(day, net, sells):
    """Over the counter, or a vendor paid at once."""
    if sells:
        lines = [f"  Assets:Bank:Main  {net} EUR", f"  Income:Services  {-net} EUR"]
        return _transaction(day, "Somebody", [], lines)
    lines = [f"  Assets:Bank:Main  {-net} EUR", f"  Expenses:Goods  {net} EUR"]
    return _transaction(day, "Delta", [], lines)


def _transaction(day, payee, facts, lines, links=""):
    return "\n".join([f'{day} * "{payee}" "Made up"{links}', *facts, *lines, ""])
