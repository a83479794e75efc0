"""A second reckoning of a business, in whole cents, that knows nothing of ledgerkit.

It is told what happened, as a bookkeeper would be, and answers what the reports must
say on any day. Amounts count what is owed, or are debits. It is kept under 300 lines.
"""

from collections import defaultdict, namedtuple
from datetime import date, timedelta
from fractions import Fraction

BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")
CONTROL = {"client": "Assets:Receivable", "vendor": "Liabilities:Payable"}
ADVANCES = {"client": "Liabilities:Deposits", "vendor": "Assets:Paid-Ahead"}
TAXES = {"client": "Liabilities:Tax", "vendor": "Assets:Input-Tax"}
BANK, DOLLARS = "Assets:Bank:Main", "Assets:Bank:Dollars"
FEES, BAD_DEBT = "Expenses:Fees", "Expenses:Bad-Debt"
SUSPENSE, EXCHANGE = "Assets:Unknown", "Income:Exchange"
GIVEN, TAKEN = "Expenses:Discounts", "Income:Discounts"


def half_up(number):
    """To a whole number; halves away from zero."""
    number = Fraction(number)
    whole = int(abs(number) + Fraction(1, 2))
    return whole if number >= 0 else -whole


def end_of_month(day):
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def split(cents, shares):
    """In proportion; what is left over goes to the parts that lost most."""
    exact = [Fraction(cents * share, sum(shares)) for share in shares]
    parts = [int(part) for part in exact]
    lost = sorted(range(len(parts)), key=lambda i: -(exact[i] - parts[i]))
    for i in lost[: cents - sum(parts)]:
        parts[i] += 1
    return parts


def dues(terms, day, cents):
    """The parts of a debt: the last day to pay, and how much."""
    if terms == "30% 0, 70% 60":
        first, second = split(cents, [30, 70])
        return [(day, first), (day + timedelta(days=60), second)]
    if terms == "net 30 eom":
        return [(end_of_month(day + timedelta(days=30)), cents)]
    if terms == "eom 15":
        return [(end_of_month(day) + timedelta(days=15), cents)]
    days = {"on receipt": 0, "net 14": 14, "net 30": 30, "2/10 net 30": 30}
    return [(day + timedelta(days=days[terms]), cents)]


#: A line of a document without its tax, and its rate in percent.
Line = namedtuple("Line", "account net rate")  # noqa: PYI024 - it is short


class Document:
    def __init__(self, facts, day, lines, terms, rate=None):
        number, kind, party, currency = facts
        self.number, self.kind, self.party = number, kind, party
        self.currency, self.day, self.lines, self.terms = currency, day, lines, terms
        self.taxes = taxes(lines)
        self.total = sum(line.net for line in lines) + sum(self.taxes.values())
        self.parts = dues(terms, day, self.total)
        self.credited, self.credited_tax = [0] * len(lines), defaultdict(int)
        self.settled = []  # (day, cents)
        # What it is carried at in euros, if it was booked at a rate.
        self.carried = half_up(self.total * rate) if rate else None

    def open(self, as_of):
        total = self.total if self.day <= as_of else 0
        return total - sum(cents for day, cents in self.settled if day <= as_of)

    def open_parts(self, as_of):
        """What is open, by last day to pay: the earliest part is settled first."""
        settled = self.total - self.open(as_of)
        for due, cents in self.parts:
            taken = min(max(settled, 0), cents)
            settled -= taken
            if cents - taken:
                yield due, cents - taken
        # What came back beyond what was ever paid, or was paid beyond the debt.
        if settled:
            yield None, -settled


def nets(lines):
    """What the lines come to at each rate."""
    sums = defaultdict(int)
    for line in lines:
        sums[line.rate] += line.net
    return sums


def taxes(lines):
    """Tax by rate: on the sum of the lines at each, halves up."""
    return {r: half_up(Fraction(n * r, 100)) for r, n in nets(lines).items() if r}


class Reckoning:
    def __init__(self):
        self.documents = {}  # by (kind, number)
        self.credits = {}  # by (kind, number), the document that is credited
        self.dollars = []  # (day, cents): what came at a rate
        self.loose = []  # (day, kind, party, currency, cents): money on account
        self.advances = defaultdict(int)  # by (kind, party)
        self.postings = []  # (day, account, currency, debit, client)

    # What happened.

    def post(self, day, *postings, client=None):
        for account, currency, cents in postings:
            self.postings.append((day, account, currency, cents, client))

    def document(self, facts, day, lines, terms, rate=None):
        new = Document(facts, day, lines, terms, rate)
        self.documents[new.kind, new.number] = new
        if rate:
            # Without tax, and carried in euros from the first day.
            sold = (new.lines[0].account, "EUR", -new.carried)
            control = (CONTROL[new.kind], "EUR", new.carried)
            self.post(new.day, sold, control, client=new.party)
        else:
            self._post_lines(new.day, new, new.lines, new.taxes, 1)
        return new

    def _post_lines(self, day, document, lines, tax, sign):
        """With one sign what the document says, with the other what takes it back."""
        sign = sign if document.kind == "client" else -sign
        currency, client = document.currency, document.party
        rows = [(line.account, currency, -sign * line.net) for line in lines]
        rows += [(TAXES[document.kind], currency, -sign * t) for t in tax.values()]
        total = sum(line.net for line in lines) + sum(tax.values())
        control = (CONTROL[document.kind], currency, sign * total)
        client = client if document.kind == "client" else None
        self.post(day, *rows, control, client=client)

    def credit(self, day, document, taken, tax, number=""):
        """A credit note that takes back so much of each line, and so much tax."""
        self.credits[document.kind, number] = document
        pairs = zip(document.lines, taken, strict=True)
        lines = [line._replace(net=net) for line, net in pairs]
        self._post_lines(day, document, lines, tax, -1)
        total = sum(taken) + sum(tax.values())
        # More than is open of it is the party's, on account.
        document.settled.append((day, total))
        before = document.credited
        document.credited = [a + b for a, b in zip(before, taken, strict=True)]
        for rate, cents in tax.items():
            document.credited_tax[rate] += cents

    def pay(self, who, day, parts, on_account=0, *, fee=0, bank=BANK):
        """Money in from a client or out to a vendor; of each document so much."""
        kind, party, currency = who
        sign = 1 if kind == "client" else -1
        total = sum(cents for _document, cents in parts) + on_account
        for document, cents in parts:
            document.settled.append((day, cents))
        if on_account:
            self.loose.append((day, kind, party, currency, on_account))
        control = CONTROL[kind], currency, -sign * total
        self.post(
            day, control, (bank, currency, sign * total - fee), (FEES, currency, fee)
        )

    def pay_carried(self, day, parts, on_account, worth, dollars=0):
        """What was booked at a rate is paid: each document takes its part off."""
        amounts = [cents for _document, cents in parts] + [on_account] * bool(
            on_account
        )
        total = sum(amounts)
        if dollars:
            share = half_up(on_account * Fraction(worth, total))
        else:
            share = split(worth, amounts)[-1] if on_account else 0
        bases = []
        for document, cents in parts:
            base = half_up(document.carried * Fraction(cents, document.open(date.max)))
            document.carried -= base
            document.settled.append((day, cents))
            bases.append(base)
        if on_account:
            party = parts[0][0].party
            self.loose.append((day, "client", party, "USD", on_account))
        bank = (DOLLARS if dollars else BANK, "EUR", worth)
        self.dollars.append((day, dollars))
        control = [(CONTROL["client"], "EUR", -base) for base in [*bases, share]]
        gain = (EXCHANGE, "EUR", sum(bases) + share - worth)
        self.post(day, bank, *control, gain)

    def settle_discounted(self, day, document, paid):
        """Two percent less, in time: the net is reduced, and the tax with it."""
        sign = 1 if document.kind == "client" else -1
        rows = []
        for rate, net in nets(document.lines).items():
            off = half_up(Fraction(net * 2, 100))
            tax = half_up(Fraction(net * rate, 100))
            less = tax - half_up(Fraction((net - off) * rate, 100))
            other = GIVEN if document.kind == "client" else TAKEN
            rows.append((other, "EUR", sign * off))
            rows.append((TAXES[document.kind], "EUR", sign * less))
        assert document.total - paid == sign * sum(cents for *_key, cents in rows)
        document.settled.append((day, document.total))
        rows.append((CONTROL[document.kind], "EUR", -sign * document.total))
        rows.append((BANK, "EUR", sign * paid))
        self.post(day, *rows, client=document.party)

    def discounted(self, document):
        """What is to be paid in time."""
        total = 0
        for rate, net in nets(document.lines).items():
            less = net - half_up(Fraction(net * 2, 100))
            total += less + half_up(Fraction(less * rate, 100))
        return total

    def write_off(self, day, document, cents):
        document.settled.append((day, cents))
        rows = (BAD_DEBT, "EUR", cents), (CONTROL["client"], "EUR", -cents)
        self.post(day, *rows)

    def advance(self, day, kind, party, cents):
        sign = 1 if kind == "client" else -1
        self.advances[kind, party] += cents
        advance = ADVANCES[kind], "EUR", -sign * cents
        self.post(day, (BANK, "EUR", sign * cents), advance)

    def use_advance(self, day, document, cents):
        self.advance(day, document.kind, document.party, -cents)
        # It was no money that moved this time: the debt is less.
        _day, _bank, currency, debit, _client = self.postings[-2]
        self.postings[-2] = day, CONTROL[document.kind], currency, debit, None
        document.settled.append((day, cents))

    # What the reports must say.

    def aged(self, kind, as_of):
        """By party and currency: each bucket, what is on account, and the balance."""
        aged = defaultdict(lambda: dict.fromkeys([*BUCKETS, "unapplied", "balance"], 0))
        for document in self.documents.values():
            if document.kind != kind:
                continue
            row = aged[document.party, document.currency]
            for due, cents in document.open_parts(as_of):
                row[self.bucket(due, as_of)] += cents
                row["balance"] += cents
        for day, of, party, currency, cents in self.loose:
            if of == kind and day <= as_of:
                aged[party, currency]["unapplied"] -= cents
                aged[party, currency]["balance"] -= cents
        return {who: row for who, row in aged.items() if any(row.values())}

    @staticmethod
    def bucket(due, as_of):
        if due is None:
            return "unapplied"
        late = (as_of - due).days
        return BUCKETS[0 if late <= 0 else min((late - 1) // 30, 3) + 1]

    def open_documents(self, kind, as_of):
        return {
            (document.party, number): document.open(as_of)
            for (of, number), document in self.documents.items()
            if of == kind and document.open(as_of)
        }

    def balances(self, first, last):
        """By account and currency, the debits less credits of a period."""
        sums = defaultdict(int)
        for day, account, currency, cents, _client in self.postings:
            if first <= day <= last:
                sums[account, currency] += cents
        return {key: cents for key, cents in sums.items() if cents}

    def result(self, first, last):
        """By currency: income less expenses."""
        sums = defaultdict(int)
        for (account, currency), cents in self.balances(first, last).items():
            if account.startswith(("Income:", "Expenses:")):
                sums[currency] -= cents
        return {currency: cents for currency, cents in sums.items() if cents}

    def sales(self, first, last, rates):
        """By client, in euros: what was sold without tax, less what was credited."""
        sums = defaultdict(int)
        for day, account, currency, cents, client in self.postings:
            sold = account in {"Income:Services", "Income:Goods", GIVEN}
            if client and sold and first <= day <= last:
                sums[client] -= half_up(cents * rates[currency])
        return {client: cents for client, cents in sums.items() if cents}

    def bank(self, as_of):
        """By account, what lies there in its own currency."""
        sums = self.balances(date.min, as_of)
        dollars = sum(cents for day, cents in self.dollars if day <= as_of)
        dollars += sums.get((DOLLARS, "USD"), 0)
        return {BANK: sums.get((BANK, "EUR"), 0), DOLLARS: dollars}
