"""A firm that does business by a seed: it runs commands, and tells the reckoning.

Everything goes through a public door: the terminal's commands, the Python interface,
a text editor, a bank's file. Some commands are killed while they write, and the next
one looks: what is not in the books then is done again.
"""

from __future__ import annotations

from contextlib import chdir
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from click.testing import CliRunner

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.entries.documents.document import NewLine
from tests.safe.business.reckoning import (
    BANK,
    DOLLARS,
    Document,
    Line,
    Reckoning,
    half_up,
)
from tests.safe.dying import everything, in_child

CLIENTS = {
    "acme": ("Acme Handel", "net 30", "EUR"),
    "beta": ("Beta Werke", "2/10 net 30", "EUR"),
    "cora": ("Cora Studio", "net 30 eom", "EUR"),
    "dune": ("Dune Reisen", "30% 0, 70% 60", "EUR"),
    "ella": ("Ella Mode", "eom 15", "EUR"),
    "finn": ("Finn Boote", "on receipt", "EUR"),
    "usco": ("Usco Trading", "net 14", "USD"),
    "yank": ("Yankee Shipping", "net 30", "USD"),
}
VENDORS = {
    "hock": ("Hock Papier", "net 30", "DE89370400440532013000"),
    "mill": ("Mill Energie", "net 14", "DE75512108001245126199"),
    "rent": ("Rentner Immobilien", "on receipt", "DE02120300000000202051"),
}
SOLD = {22: "s22", 10: "s10", 0: "none"}
BOUGHT = {22: "p22", 0: "none"}
#: What the books say a dollar is worth.
RATE = Decimal("0.9137")
BOOK = f"""\
plugin "ledgerkit.plugins.all"
option "operating_currency" "EUR"
2024-01-01 open Assets:Bank:Main EUR
  role: "bank"
  iban: "DE12500105170648489890"
  holder: "Me S.r.l."
2024-01-01 open Assets:Bank:Dollars USD
  role: "bank"
2024-01-01 open Assets:Receivable
2024-01-01 open Assets:Paid-Ahead
  role: "vendor-advance"
2024-01-01 open Assets:Input-Tax EUR
2024-01-01 open Assets:Unknown EUR
  role: "suspense"
2024-01-01 open Liabilities:Payable
2024-01-01 open Liabilities:Deposits
  role: "client-advance"
2024-01-01 open Liabilities:Tax EUR
2024-01-01 open Income:Services
2024-01-01 open Income:Goods
2024-01-01 open Income:Discounts EUR
  role: "discount-taken"
2024-01-01 open Income:Exchange EUR
  role: "exchange-gain"
2024-01-01 open Expenses:Paper EUR
2024-01-01 open Expenses:Rent EUR
2024-01-01 open Expenses:Fees EUR
  role: "bank-fees"
2024-01-01 open Expenses:Bad-Debt EUR
  role: "bad-debt"
2024-01-01 open Expenses:Discounts EUR
  role: "discount-given"
2024-01-01 open Equity:Capital EUR
2024-01-01 custom "company" "Me S.r.l."
  country: "DE"
2024-01-01 custom "manager" "gv" "G V"
2024-01-01 custom "tax-code" "s22" 0.22
  kind: "sales"
  account: Liabilities:Tax
2024-01-01 custom "tax-code" "s10" 0.10
  kind: "sales"
  account: Liabilities:Tax
2024-01-01 custom "tax-code" "p22" 0.22
  kind: "purchase"
  account: Assets:Input-Tax
2024-01-01 custom "reminder-level" 1
  days: 3
2024-01-01 price USD {RATE} EUR
"""


def money(cents):
    """As it is typed."""
    return f"{Decimal(cents) / 100:.2f}"


class Firm:
    """One firm, from its first day on.

    Attributes:
        ledger: Its main file.
        reckoning: What a second bookkeeper makes of it.
        today: Nothing later has happened.
        open_since: The first day that isn't closed.
        commands: How many were run.
        kills: How many of them were killed.
    """

    def __init__(self, folder, seed, *, kills=0.1):
        self.random, self.folder = Random(seed), folder
        self.ledger = folder / "main.beancount"
        self.reckoning = Reckoning()
        self.today = self.open_since = date(2024, 1, 1)
        self.commands = self.kills = 0
        self._dying, self._numbers = kills, {}
        self.at_bank, self.paid = [], []
        self.ledger.write_text(self._declared())
        capital = 5_000_000_00
        self._append(
            f'2024-01-01 * "Capital"\n  {BANK}  {money(capital)} EUR\n  Equity:Capital'
        )
        rows = (BANK, "EUR", capital), ("Equity:Capital", "EUR", -capital)
        self.reckoning.post(self.today, *rows)
        self.statement_balance = capital

    @staticmethod
    def _declared():
        parts = [BOOK]
        for id_, (name, terms, currency) in CLIENTS.items():
            parts.append(
                f'2024-01-01 custom "client" "{id_}" "{name}"\n'
                f'  payment-terms: "{terms}"\n  currency: "{currency}"\n'
                f'  country: "DE"\n'
            )
        for id_, (name, terms, iban) in VENDORS.items():
            parts.append(
                f'2024-01-01 custom "vendor" "{id_}" "{name}"\n'
                f'  payment-terms: "{terms}"\n  iban: "{iban}"\n'
            )
        return "".join(parts)

    # The doors.

    def run(self, *arguments, yes=True):
        """A command of the terminal, which may be killed before it is done."""
        arguments = [*map(str, arguments), "-f", "main.beancount"]
        arguments += ["--yes"] if yes else []
        self.commands += 1
        if yes and self.random.random() < self._dying:
            before = everything(self.folder)
            _count, status = in_child(
                self.folder, arguments, self.random.randrange(1, 60)
            )
            if status == -1:
                self.kills += 1
                self._invoke("aging", "-f", "main.beancount")
            if everything(self.folder) != before:
                return ""
        return self._invoke(*arguments)

    def _invoke(self, *arguments):
        with chdir(self.folder):
            done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == 0, f"{' '.join(arguments)}\n{done.output}"
        return done.output

    def _append(self, text):
        """As a text editor does it: a temporary file, renamed."""
        new = self.ledger.with_suffix(".swp")
        new.write_text(f"{self.ledger.read_text()}\n{text}\n")
        new.replace(self.ledger)

    # What happens.

    def day(self):
        """Some day since the last, or the same."""
        self.today += timedelta(days=self.random.randrange(3))
        return self.today

    def act(self):
        """One thing that happens to a firm."""
        acts = {
            self.sell: 6,
            self.receive: 5,
            self.buy: 4,
            self.pay: 3,
            self.payment_returned: 1,
            self.credit: 1,
            self.credit_of_vendor: 1,
            self.void: 1,
            self.write_off: 1,
            self.deposit: 1,
            self.use_deposit: 1,
            self.prepay: 1,
            self.use_prepayment: 1,
            self.pay_back: 1,
            self.one_transfer_for_two: 1,
        }
        chosen = self.random.choices(list(acts), list(acts.values()))[0]
        chosen(self.day())

    def sell(self, day):
        client = self.random.choice(list(CLIENTS))
        name, terms, currency = CLIENTS[client]
        rates = [0] if currency == "USD" else list(SOLD)
        lines, typed = self._lines(["Income:Services", "Income:Goods"], rates, SOLD)
        number = self._next(f"INV-{day.year}-")
        if client == "yank":
            self._sell_at_a_rate(day, name, number, lines[0])
            return
        if self.random.random() < 0.2:
            terms = self.random.choice(["net 14", "on receipt", "30% 0, 70% 60"])
        if self.random.random() < 0.2:
            self._sell_from_python(day, client, terms, lines)
        elif self.random.random() < 0.2:
            self._sell_by_hand((number, "client", name, currency), day, lines, terms)
        else:
            said = self.run(
                *("invoice", "new", "--client", client, "--date", day),
                *("--terms", terms, *typed),
            )
            assert not said or number in said
        self.reckoning.document((number, "client", client, currency), day, lines, terms)

    def _lines(self, accounts, rates, codes):
        lines, typed = [], []
        for _ in range(self.random.choice([1, 1, 1, 2, 3, 4])):
            account, rate = self.random.choice(accounts), self.random.choice(rates)
            quantity = Decimal(self.random.randrange(1, 400)) / 4
            price = Decimal(self.random.randrange(1, 9000)) / 100
            percent = self.random.choice([0, 0, 0, 5, 12])
            # As an e-invoice has it: the discount is rounded, and then what is left.
            less = half_up(quantity * price * percent)
            net = half_up(quantity * price * 100 - less)
            lines.append(Line(account, net, rate))
            off = f"; discount={percent}%" if percent else ""
            typed += [
                "--line",
                f"{account}; Work; {quantity} x {price}; tax={codes[rate]}{off}",
            ]
        return lines, typed

    def _sell_at_a_rate(self, day, name, number, line):
        """By hand: the day's own rate stands on the receivable."""
        rate = Decimal(self.random.randrange(8000, 9999)) / 10000
        new = self.reckoning.document(
            (number, "client", "yank", "USD"), day, [line], "net 30", rate
        )
        self._append(
            f'{day} * "{name}" "Work" ^{number}\n'
            f"  Assets:Receivable  {money(new.total)} USD @@ {money(new.carried)} EUR\n"
            f"  {line.account}  {money(-new.carried)} EUR"
        )

    def _sell_from_python(self, day, client, terms, lines):
        ledgerkit.load(self.ledger).new_invoice(
            client=client,
            issued=day,
            terms=terms,
            lines=tuple(
                NewLine(
                    account=line.account,
                    amount=Decimal(line.net) / 100,
                    description="Work",
                    tax=SOLD[line.rate],
                )
                for line in lines
            ),
        )

    def _sell_by_hand(self, facts, day, lines, terms):
        number, _kind, name, currency = facts
        new = Document(facts, day, lines, terms)
        rows = [f'{day} * "{name}" "Work" ^{number}', f'  terms: "{terms}"']
        rows.append(f"  Assets:Receivable  {money(new.total)} {currency}")
        for line in lines:
            rows.append(f"  {line.account}  {money(-line.net)} {currency}")
            rows += [f'    tax: "{SOLD[line.rate]}"'] * bool(line.rate)
        for rate, tax in new.taxes.items():
            rows.append(f"  Liabilities:Tax  {money(-tax)} {currency}")
            rows.append(f'    tax: "{SOLD[rate]}"')
        self._append("\n".join(rows))

    def _next(self, series):
        self._numbers[series] = self._numbers.get(series, 0) + 1
        return f"{series}{self._numbers[series]:03}"

    def open_documents(self, kind, **wanted):
        """Documents of which something is open, by those facts."""
        return [
            document
            for (of, _number), document in self.reckoning.documents.items()
            if of == kind
            and document.open(date.max) > 0
            and all(getattr(document, k) == v for k, v in wanted.items())
        ]

    def lies_on_account(self, kind, party):
        """Money that names no document."""
        return sum(
            cents
            for _day, of, whose, _currency, cents in self.reckoning.loose
            if (of, whose) == (kind, party)
        )

    def receive(self, day):
        """A client pays: all, a part, two invoices, too much, or nothing named."""
        found = self.open_documents("client")
        if not found:
            return
        first = self.random.choice(found)
        same = self.open_documents("client", party=first.party, currency=first.currency)
        named = [first, *self.random.sample(same, k=self.random.choice([0, 0, 1]))]
        named = list(dict.fromkeys(named))
        asked = sum(document.open(date.max) for document in named)
        amount = self.random.choice([asked, asked, asked, asked // 3 + 1, asked + 1000])
        parts, rest = self._allocate(named, amount)
        options = ["receipt", "--client", first.party, "--date", day]
        options += ["--amount", money(amount)]
        for document, _cents in parts:
            options += ["--invoice", document.number]
        facts = ("client", first.party, first.currency), day, parts, rest
        if first.party == "yank":
            self._receive_carried(day, options, amount, parts, rest)
        elif first.currency == "USD":
            self.run(*options, "--to", DOLLARS)
            self.reckoning.pay(*facts, bank=DOLLARS)
        else:
            fee = self.random.choice([0, 0, 0, min(150, amount - 1)])
            taken = ["--fee", money(fee)] if fee else []
            self.run(*options, "--to", BANK, *taken)
            self.reckoning.pay(*facts, fee=fee)
            self.paid += [(document, day, cents) for document, cents in parts]
            self.at_bank.append((day, first.party, amount - fee))

    def _receive_carried(self, day, options, amount, parts, rest):
        """In euros as the bank changed them, or in dollars at the day's rate."""
        if self.random.random() < 0.5:
            worth = half_up(amount * Decimal(self.random.randrange(80, 99)) / 100)
            self.run(*options, "--to", BANK, "--received", f"{money(worth)} EUR")
            self.reckoning.pay_carried(day, parts, rest, worth)
            self.at_bank.append((day, "yank", worth))
        else:
            worth = half_up(amount * RATE)
            self._append(f"{day} price USD {RATE} EUR")
            self.run(*options, "--to", DOLLARS)
            self.reckoning.pay_carried(day, parts, rest, worth, amount)

    @staticmethod
    def _allocate(documents, amount):
        parts = []
        for document in documents:
            part = min(document.open(date.max), amount)
            amount -= part
            if part:
                parts.append((document, part))
        return parts, amount

    def one_transfer_for_two(self, day):
        """By hand: each posting says what it is for."""
        found = self.open_documents("client", currency="EUR")
        if len(found) < 2:
            return
        first = found[0]
        parts = [
            (document, self.random.randrange(1, document.open(date.max) + 1))
            for document in self.open_documents(
                "client", party=first.party, currency="EUR"
            )[:3]
        ]
        total = sum(cents for _document, cents in parts)
        rows = [f'{day} * "{CLIENTS[first.party][0]}" "Transfer"']
        rows.append(f"  {BANK}  {money(total)} EUR")
        for document, cents in parts:
            rows.append(f"  Assets:Receivable  {money(-cents)} EUR")
            rows.append(f'    invoice: "{document.number}"')
        self._append("\n".join(rows))
        self.reckoning.pay(("client", first.party, "EUR"), day, parts)
        self.at_bank.append((day, first.party, total))

    def payment_returned(self, day):
        """The bank takes back what it credited."""
        paid = [
            (document, cents)
            for document, on, cents in self.paid
            if on < day and document.open(date.max) >= 0
        ]
        if not paid:
            return
        document, cents = self.random.choice(paid)
        self.paid = [entry for entry in self.paid if entry[0] is not document]
        self._append(
            f'{day} * "{CLIENTS[document.party][0]}" "Payment returned"\n'
            f"  {BANK}  {money(-cents)} EUR\n"
            f"  Assets:Receivable  {money(cents)} EUR\n"
            f'    invoice: "{document.number}"'
        )
        self.reckoning.pay(("client", document.party, "EUR"), day, [(document, -cents)])
        self.at_bank.append((day, document.party, -cents))

    def pay_back(self, day):
        """Money that lay on account goes back to the client."""
        lies = {
            party: self.lies_on_account("client", party)
            for party, (_name, _terms, currency) in CLIENTS.items()
            if currency == "EUR"
        }
        found = [(party, cents) for party, cents in lies.items() if cents > 0]
        if not found:
            return
        party, cents = self.random.choice(found)
        amount = self.random.choice([cents, cents // 2 + 1])
        self.run(
            *("receipt", "--client", party, "--date", day, "--to", BANK),
            *("--refund", "--amount", money(amount)),
        )
        self.reckoning.pay(("client", party, "EUR"), day, [], -amount)
        self.at_bank.append((day, party, -amount))

    def credit(self, day):
        """All that is left of an invoice, or of one with one line an amount."""
        documents = self.reckoning.documents
        found = [
            d
            for (kind, _number), d in documents.items()
            if kind == "client" and d.carried is None
            # On one day a credit comes first, and what was paid is on account.
            if all(on < day for on, _cents in d.settled)
            if sum(d.credited) < sum(line.net for line in d.lines)
        ]
        if not found:
            return
        document = self.random.choice(found)
        number = self._next(f"CN-{day.year}-")
        nets, tax, asked = self._credited(document)
        said = self.run("credit-note", "new", document.number, "--date", day, *asked)
        assert not said or number in said
        self.reckoning.credit(day, document, nets, tax, number)

    def _credited(self, document):
        left = [
            line.net - taken
            for line, taken in zip(document.lines, document.credited, strict=True)
        ]
        tax = {
            rate: cents - document.credited_tax.get(rate, 0)
            for rate, cents in document.taxes.items()
        }
        whole = sum(left) + sum(tax.values())
        if len(left) > 1 or self.random.random() < 0.5 or whole < 3:
            return left, tax, []
        # An amount that is the tax on a net amount, to the cent.
        rate, net = document.lines[0].rate, self.random.randrange(1, left[0] + 1)
        of_net = {rate: half_up(Decimal(net) * rate / 100)} if rate else {}
        if net == left[0] or of_net.get(rate, 0) > tax.get(rate, 0):
            return left, tax, []
        return [net], of_net, ["--amount", money(net + of_net.get(rate, 0))]

    def void(self, day):
        """An invoice of which nothing is settled."""
        found = [
            d
            for d in self.open_documents("client")
            if not d.settled and d.carried is None
        ]
        if not found:
            return
        document = found[-1]
        self.run(
            "invoice", "void", document.number, "--reason", "misprint", "--date", day
        )
        self.reckoning.credit(
            day, document, [line.net for line in document.lines], document.taxes
        )

    def write_off(self, day):
        found = self.open_documents("client", currency="EUR")
        found = [d for d in found if (day - d.day).days > 50]
        if not found:
            return
        document = self.random.choice(found)
        whole = document.open(date.max)
        cents = self.random.choice([whole, whole // 2 + 1])
        options = ["--amount", money(cents)] if cents != whole else []
        self.run("write-off", document.number, "--date", day, *options)
        self.reckoning.write_off(day, document, cents)

    def deposit(self, day):
        client = self.random.choice([c for c in CLIENTS if CLIENTS[c][2] == "EUR"])
        cents = self.random.randrange(100, 50_000)
        self.run(
            *("deposit", "--client", client, "--amount", money(cents)),
            *("--to", BANK, "--date", day),
        )
        self.reckoning.advance(day, "client", client, cents)
        self.at_bank.append((day, client, cents))

    def use_deposit(self, day):
        self._use_advance(day, "client", "deposit")

    def _use_advance(self, day, kind, command):
        found = [
            document
            for document in self.open_documents(kind, currency="EUR")
            if self.reckoning.advances[kind, document.party] > 0
        ]
        if not found:
            return
        document = self.random.choice(found)
        lies = self.reckoning.advances[kind, document.party]
        cents = min(lies, document.open(date.max))
        self.run(command, "--apply", document.number, "--date", day)
        self.reckoning.use_advance(day, document, cents)

    def buy(self, day):
        vendor = self.random.choice(list(VENDORS))
        terms = VENDORS[vendor][1]
        accounts = ["Expenses:Paper", "Expenses:Rent"]
        lines, typed = self._lines(accounts, list(BOUGHT), BOUGHT)
        number = self._next(f"{vendor[0].upper()}{day.year}/")
        self.run(
            *("bill", "new", "--vendor", vendor, "--number", number),
            *("--date", day, *typed),
        )
        facts = (number, "vendor", vendor, "EUR")
        self.reckoning.document(facts, day, lines, terms)

    def pay(self, day):
        """A bill or two, a part of one, or too much."""
        found = self.open_documents("vendor")
        if not found:
            return
        first = self.random.choice(found)
        others = self.open_documents("vendor", party=first.party)
        named = [first, *self.random.sample(others, k=self.random.choice([0, 0, 1]))]
        named = list(dict.fromkeys(named))
        asked = sum(document.open(date.max) for document in named)
        amount = self.random.choice([asked, asked, asked // 3 + 1, asked + 100])
        fee = self.random.choice([0, 0, 250])
        parts, rest = self._allocate(named, amount)
        self.run(
            *("bill", "pay", *(d.number for d, _cents in parts)),
            *("--amount", money(amount), "--pay-from", BANK, "--date", day),
            *(["--fee", money(fee)] if fee else []),
        )
        self.reckoning.pay(("vendor", first.party, "EUR"), day, parts, rest, fee=fee)
        self.at_bank.append((day, first.party, -amount - fee))

    def credit_of_vendor(self, day):
        found = self.open_documents("vendor")
        found = [
            d
            for d in found
            if not any(d.credited) and all(on < day for on, _cents in d.settled)
        ]
        if not found:
            return
        document = self.random.choice(found)
        nets, tax, asked = self._credited(document)
        number = self._next("VC-")
        self.run(
            *("vendor-credit", "new", document.number, "--number", number),
            *("--date", day, *asked),
        )
        self.reckoning.credit(day, document, nets, tax, number)

    def prepay(self, day):
        vendor = self.random.choice(list(VENDORS))
        cents = self.random.randrange(100, 50_000)
        self.run(
            *("prepayment", "--vendor", vendor, "--amount", money(cents)),
            *("--pay-from", BANK, "--date", day),
        )
        self.reckoning.advance(day, "vendor", vendor, cents)
        self.at_bank.append((day, vendor, -cents))

    def use_prepayment(self, day):
        self._use_advance(day, "vendor", "prepayment")
