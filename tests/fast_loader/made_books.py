"""Books made by chance: valid text of every kind, plain transactions all over it."""

import random

ACCOUNTS = [
    "Assets:Bank",
    "Assets:Bank:Giro",
    "Assets:Kasse:Zürich-1",
    "Assets:Receivable",
    "Assets:Depot",
    "Liabilities:Payable",
    "Liabilities:VAT",
    "Income:Sales",
    "Income:Gains",
    "Expenses:Rent",
    "Expenses:Büro:Tinte",
    "Equity:Opening-Balances",
]
CURRENCIES = ["EUR", "EUR", "EUR", "EUR", "USD", "CHF", "JPY", "X-Y.Z'1_2"]
WORDS = ["Rent", "Acme S.r.l.", "Łódź", "a; b", "* no heading", "#7", "漢字", "", "^x"]
NUMBERS = ["1.00", "12.50", "100", "0.005", "7.125", "0.00", "0", "999999.99", "33.333"]
OPTIONS = [
    'option "title" "Büro"',
    'option "operating_currency" "EUR"',
    'option "tolerance_multiplier" "{}"',
    'option "inferred_tolerance_default" "{}"',
    'option "infer_tolerance_from_cost" "TRUE"',
    'option "use_precise_interpolation" "TRUE"',
    'option "render_commas" "TRUE"',
    'option "display_precision" "EUR:0.0001"',
    'option "booking_method" "{}"',
    'option "name_equity" "Eigenkapital"',
    'option "conversion_currency" "NOTHING"',
    'option "no_such_option" "x"',
    'plugin "beancount.plugins.auto_accounts"',
    'plugin "beancount.plugins.implicit_prices"',
    'plugin "beancount.plugins.close_tree"',
    'plugin "ledgerkit.no_such_plugin"',
]


class Maker:
    """Makes one book from a number."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.pick = self.chance.choice
        self.kinds = [
            *[self.plain] * 20,
            *[self.blank] * 6,
            *[self.with_keys] * 6,
            self.priced,
            self.bought,
            self.sold,
            self.several_currencies,
            self.calculated,
            self.no_amounts,
            self.balance,
            self.balance,
            self.pad,
            self.price,
            self.record,
            self.note,
            self.query,
            self.pushed,
            self.comment,
            self.closed,
        ]

    def book(self):
        """The main file, and others that it includes."""
        files = [self.file(main=True)]
        others = self.pick([0, 0, 0, 1, 2])
        files += [self.file(main=False) for _ in range(others)]
        names = [f"more{number}" for number in range(others)]
        files[0] += "".join(f'include "{name}.beancount"\n' for name in names)
        if self.chance.random() < 0.02:
            files[0] += 'include "mor*.beancount"\n'
        if self.chance.random() < 0.15:
            files = [text.replace("\n", "\r\n") for text in files]
        if self.chance.random() < 0.1:
            files[0] = files[0].rstrip("\n")
        return files[0], dict(zip(names, files[1:], strict=True))

    def file(self, *, main):
        """One file's text."""
        parts = []
        if main or self.chance.random() < 0.3:
            parts += [self.option() for _ in range(self.pick([0, 0, 1, 2, 3]))]
        if main:
            parts += [self.opened(account) for account in ACCOUNTS]
        count = self.chance.randrange(4, 16)
        parts += [self.pick(self.kinds)() for _ in range(count)]
        if self.chance.random() < 0.05:
            parts.append(self.option() + "\n")
        if self.chance.random() < 0.3:
            self.chance.shuffle(parts)
        between = self.pick(["\n", "\n", "", "\n\n"])
        return between.join(parts)

    def option(self):
        """An option or a plugin."""
        line = self.pick(OPTIONS)
        fill = {
            "tolerance_multiplier": ["0.5", "0.9", "1", "0.33333", "0", "-1", "x"],
            "inferred_tolerance_default": ["EUR:0.02", "*:0.01", "USD:0.005", "x"],
            "booking_method": ["FIFO", "NONE", "LIFO", "AVERAGE", "STRICT"],
        }
        name = line.split('"')[1]
        return line.format(self.pick(fill.get(name, [""]))) + "\n"

    def opened(self, account):
        """An account's open directive, or none."""
        if self.chance.random() < 0.03:
            return ""
        currencies = self.pick(["", "", "", "", " EUR,USD,CHF", " EUR", ' "FIFO"'])
        key = '  role: "bank"\n' if self.chance.random() < 0.2 else ""
        day = self.pick(["2019-01-01", "2020-02-02"])
        return f"{day} open {account}{currencies}\n{key}"

    def day(self):
        year, month, day = (self.chance.randrange(limit) for limit in (3, 12, 28))
        return f"202{year}-{month + 1:02}-{day + 1:02}"

    def account(self):
        return self.pick(ACCOUNTS)

    def head(self):
        """The first line of a transaction."""
        texts = self.pick([1, 1, 2, 2, 2, 0])
        words = "".join(f' "{self.pick(WORDS)}"' for _ in range(texts))
        marks = "".join(
            f" {self.pick(['#trip', '#a/b', '^INV-1', '^r.2', '#trip'])}"
            for _ in range(self.pick([0, 0, 1, 1, 3]))
        )
        flag = self.pick(["*", "*", "*", "*", "!", "txn"])
        return f"{self.day()} {flag}{words}{marks}{self.end()}"

    def end(self):
        return self.pick(["\n"] * 12 + ["  \n", ' ; "odd\n', "; x\n", "\t\n"])

    def amount(self, number, currency):
        return f"{self.pick(['  ', ' ', '     ', chr(9)])}{number} {currency}"

    def sums(self):
        """Numbers that come to nothing, nearly or not at all."""
        first, second = self.pick(NUMBERS), self.pick(NUMBERS)
        return self.pick(
            [
                [first, f"-{first}"],
                [f"-{first}", first],
                [first, second, f"-{first}", f"-{second}"],
                [first, first, f"-{first}", f"-{first}"],
                [first, f"-{second}"],
                [first, f"-{first}0" if "." in first else f"-{first}.00"],
            ]
        )

    def plain(self):
        """A transaction whose amounts all stand there."""
        currency = self.pick(CURRENCIES)
        return self.head() + "".join(
            f"  {self.account()}{self.amount(number, currency)}{self.end()}"
            for number in self.sums()
        )

    def blank(self):
        """A transaction with one amount left out."""
        currency = self.pick(CURRENCIES)
        lines = [
            f"  {self.account()}{self.amount(self.pick(NUMBERS), currency)}{self.end()}"
            for _ in range(self.pick([1, 1, 2, 3]))
        ]
        lines.insert(self.pick([0, len(lines)]), f"  {self.account()}{self.end()}")
        return self.head() + "".join(lines)

    def key(self, indent):
        """A line with a key."""
        value = self.pick(
            [
                '"text"',
                '"2020-01-01"',
                "2020-03-04",
                "12.50 EUR",
                "3 USD",
                "-7",
                "0.25",
                "TRUE",
                "FALSE",
                "EUR",
                "Assets:Bank",
                "#tag",
                "",
                "1 + 2",
                "NULL",
            ][: self.pick([9, 9, 9, 15])]
        )
        name = self.pick(["due", "client", "tax", "bank-ref", "note", "open", "xY_2"])
        return f"{indent}{name}: {value}{self.end()}"

    def with_keys(self):
        """A transaction with keys, of its own and of its postings."""
        lines = (self.plain if self.chance.random() < 0.6 else self.blank)()
        head, *postings = lines.splitlines(keepends=True)
        text = head + (self.key("  ") if self.chance.random() < 0.7 else "")
        for posting in postings:
            text += posting
            if self.chance.random() < 0.4:
                text += self.key("    ")
            if self.chance.random() < 0.1:
                text += '  ; "a comment\n'
        return text

    def priced(self):
        """An exchange."""
        sign = self.pick(["@", "@@"])
        return (
            f"{self.head()}  {self.account()}  10 USD {sign} {self.pick(NUMBERS)} EUR\n"
            f"  {self.account()}{self.pick(['', '  -9.00 EUR', '  -9.00'])}\n"
        )

    def bought(self):
        """A lot."""
        cost = self.pick(["5.00 EUR", "5.50 EUR, 2020-01-05", "# 60.00 EUR", ""])
        braces = self.pick(["{%s}", "{%s}", "{{%s}}"]) % cost
        return (
            f"{self.head()}  Assets:Depot  10 STK {braces}\n"
            f"  Assets:Bank{self.pick(['', '  -50.00 EUR'])}\n"
        )

    def sold(self):
        """A lot, taken again."""
        cost = self.pick(["", "", "5.00 EUR", "*", "2020-01-05"])
        return (
            f"{self.head()}  Assets:Depot  -{self.pick('1239')} STK {{{cost}}}"
            f"{self.pick(['', ' @ 6.00 EUR'])}\n"
            f"  Assets:Bank  18.00 EUR\n  Income:Gains\n"
        )

    def several_currencies(self):
        """Amounts in more than one currency."""
        return (
            f"{self.head()}  {self.account()}  1.00 EUR\n  {self.account()}  2.00 USD\n"
            f"  {self.account()}{self.pick(['', '  -1.00 EUR'])}\n"
        )

    def calculated(self):
        """What a person calculates, or writes with commas."""
        number = self.pick(["1,000.00", "(3 * 4.00)", "10 / 4", "5.", "+2.00", "1.5"])
        flag = self.pick(["", "", "! "])
        return f"{self.head()}  {flag}{self.account()}  {number} EUR\n  Income:Sales\n"

    def no_amounts(self):
        """Two amounts left out, or none there, or the currency only."""
        return self.head() + self.pick(
            [
                "  Assets:Bank\n  Income:Sales\n",
                "  Assets:Bank\n  Income:Sales\n  Assets:Depot  1 EUR\n",
                "  Assets:Bank  EUR\n  Income:Sales  -1.00 EUR\n",
                "  Assets:Bank  10\n  Income:Sales  -10 EUR\n",
                "  Assets:Bank  0 EUR\n",
                "",
            ]
        )

    def balance(self):
        """What an account should hold."""
        number = self.pick([*NUMBERS, "-12.50", "1.00 ~ 0.5"])
        return (
            f"{self.day()} balance {self.account()}  {number} {self.pick(CURRENCIES)}\n"
        )

    def pad(self):
        """A pad, with the balance that it makes true."""
        account = self.account()
        month = self.chance.randrange(1, 10)
        return (
            f"2021-0{month}-01 pad {account} Equity:Opening-Balances\n"
            f"2021-0{month}-0{self.pick([2, 9])} balance {account}  77.77 EUR\n"
        )

    def price(self):
        """A price."""
        return f"{self.day()} price USD  {self.pick(['0.9', '1.1234'])} EUR\n"

    def record(self):
        """A directive of ours, or an event."""
        return self.pick(
            [
                f'{self.day()} custom "client" "acme" "Acme"\n  email: "a@b.example"\n',
                f'{self.day()} custom "budget" {self.account()} "monthly" 10.00 EUR\n',
                f'{self.day()} event "place" "Łódź"\n',
                f"{self.day()} commodity USD\n",
                f'{self.day()} custom "empty"\n' if self.pick(range(9)) == 0 else "",
            ]
        )

    def note(self):
        """A note, of one line or with a transaction in it."""
        text = self.pick(
            [
                "short",
                "long\\nish",
                f"long\n{self.plain()}".replace('"', "'"),
                self.inner(),
            ]
        )
        return f'{self.day()} note {self.account()} "{text}" #n\n'

    def inner(self):
        """A transaction inside a text, whose quotes are escaped."""
        return "see:\n" + self.plain().replace('"', '\\"') + "\n"

    def query(self):
        """A query over several lines, with what looks like transactions."""
        inside = f"\n{self.day()} *\n  Assets:Bank  1 EUR\n  Income:Sales  -1 EUR\n"
        return f'{self.day()} query "q" "SELECT 1{self.pick(["", inside])}"\n'

    def pushed(self):
        """Tags or keys pushed around transactions, and popped or not."""
        inside = "".join(
            self.pick([self.plain, self.note, self.record])() for _ in "ab"
        )
        begin, end = self.pick(
            [("pushtag #p", "poptag #p"), ('pushmeta who: "x"', "popmeta who:")]
        )
        if self.chance.random() < 0.1:
            end = self.pick(["", "poptag #other", "popmeta none:"])
        return f"{begin}\n{inside}{end}\n"

    def comment(self):
        """What Beancount ignores."""
        return self.pick(
            [
                '; "a comment\n',
                '* a "heading\n',
                "\n\n",
                "   \n",
                "#!x\n",
                "; 2020-01-01 *\n",
            ]
        )

    def closed(self):
        """An account's end."""
        return (
            f"{self.day()} close {self.account()}\n" if self.pick("abc") == "a" else ""
        )
