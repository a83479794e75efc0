"""A trading company of any size, and what it is owed, counted without accounting.

Ten years of invoices with VAT, paid in one or two transfers, some late and some
never, and a bill beside every second invoice. The same size makes the same book.
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

START, AS_OF = date(2016, 1, 1), date(2025, 12, 31)
CENT = Decimal("0.01")


class Company:
    """Writes the book, and keeps count of what each document leaves open."""

    def __init__(self, invoices, *, clients=None):
        self.clients = clients or max(5, invoices // 50)
        self.random = random.Random(invoices)
        self.invoices = invoices
        self.transactions = []
        self.due = {}
        self.open = {
            "receivable": defaultdict(Decimal),
            "payable": defaultdict(Decimal),
        }

    def write(self, path, *, plugin=None):
        """Write the ledger; the transactions come in the order of their dates."""
        for number in range(self.invoices):
            self._invoice(number)
        self.transactions.sort()
        clients = [f"Assets:Receivable:C{n:05}" for n in range(self.clients)]
        vendors = [f"Liabilities:Payable:V{n:05}" for n in range(self._vendors)]
        others = ["Assets:Bank", "Assets:VAT", "Liabilities:VAT", "Income:Sales"]
        with path.open("w", encoding="utf-8") as out:
            if plugin:
                out.write(f'plugin "{plugin}"\n')
            for account in [*clients, *vendors, *others, "Expenses:Goods"]:
                out.write(f"2015-12-31 open {account} EUR\n")
            for _day, _order, text in self.transactions:
                out.write(text)

    @property
    def _vendors(self):
        return max(3, self.invoices // 200)

    def _invoice(self, number):
        day = START + timedelta(days=number * 3650 // self.invoices)
        client = f"C{self.random.randrange(self.clients):05}"
        net = Decimal(self.random.randrange(5_000, 900_000)) / 100
        self._document(day, "receivable", client, f"INV-{number:07}", net)
        if number % 2 == 0:
            vendor = f"V{self.random.randrange(self._vendors):05}"
            net = Decimal(self.random.randrange(2_000, 300_000)) / 100
            self._document(day, "payable", vendor, f"BILL-{number:07}", net)

    def _document(self, day, side, party, number, net):
        vat = (net * Decimal("0.22")).quantize(CENT)
        due = day + timedelta(days=self.random.choice([15, 30, 30, 60]))
        sign = 1 if side == "receivable" else -1
        other, tax = (
            ("Income:Sales", "Liabilities:VAT")
            if side == "receivable"
            else ("Expenses:Goods", "Assets:VAT")
        )
        lines = [(other, -sign * net), (tax, -sign * vat)]
        self._post((side, party, number), day, sign * (net + vat), lines, due)
        paid = self.random.random()
        shares = [1] if paid < 0.8 else [Decimal("0.4")] if paid < 0.92 else []
        late = int(self.random.expovariate(1 / 12)) - 5
        paid_on = max(due + timedelta(days=late), day + timedelta(days=1))
        for share in shares:
            amount = -sign * ((net + vat) * share).quantize(CENT)
            self._post(
                (side, party, number), paid_on, amount, [("Assets:Bank", -amount)]
            )

    def _post(self, document, day, amount, others, due=None):
        """Write one posting to a control account with what stands against it."""
        if day > AS_OF:
            return
        side, party, number = document
        is_ours = side == "receivable"
        root = "Assets:Receivable" if is_ours else "Liabilities:Payable"
        lines = [(f"{root}:{party}", amount), *others]
        text = f'\n{day} * "{party}" "Goods" ^{number}\n'
        text += f"  due: {due}\n" if due else ""
        text += "".join(f"  {account}  {units} EUR\n" for account, units in lines)
        self.transactions.append((day, 0 if due else 1, text))
        self.open[side][party, number] += amount if is_ours else -amount
        if due:
            self.due[party, number] = due

    def aging(self, side):
        """What is owed in each bucket on the last day."""
        sums = [Decimal(0)] * 5
        for key, amount in self.open[side].items():
            late = (AS_OF - self.due[key]).days
            bucket = 0 if late <= 0 else min(4, 1 + (late - 1) // 30)
            sums[bucket] += amount
        return sums
