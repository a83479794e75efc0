"""Small books with tax codes of a country, for tests of its return."""

from decimal import Decimal

import ledgerkit
from ledgerkit.entries.taxes.tax_filing import FileReturn, FilingChange, plan_filing
from ledgerkit.ledger.writing.writer import LoadedFiles

HEAD = """\
option "operating_currency" "{currency}"
plugin "ledgerkit.plugins.all"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Receivable
2020-01-01 open Assets:Input-Tax
2020-01-01 open Liabilities:Payable
2020-01-01 open Liabilities:Tax
2020-01-01 open Income:Sales
2020-01-01 open Expenses:Goods
2020-01-01 open Expenses:Bad-Debt
2020-01-01 custom "company" "Us"
  country: "{country}"
"""


def head(country, currency):
    return HEAD.format(country=country, currency=currency)


def code(name, rate, kind, category, *more):
    account = "Liabilities:Tax" if kind == "sales" else "Assets:Input-Tax"
    lines = [
        f'2020-01-01 custom "tax-code" "{name}" {rate}',
        f'  kind: "{kind}"',
        f"  account: {account}",
        f'  category: "{category}"',
        *(f"  {each}" for each in more),
    ]
    return "\n".join(lines) + "\n"


def sale(day, number, lines, *, currency, paid=False, keys=()):
    """An invoice of lines (net, tax, code), or a sale paid at once."""
    total = sum(Decimal(net) + Decimal(tax) for net, tax, _ in lines)
    account = "Assets:Bank" if paid else "Assets:Receivable"
    text = [f'{day} * "Client" "Work" ^{number}', *(f"  {each}" for each in keys)]
    text.append(f"  {account}  {total} {currency}")
    for net, tax, name in lines:
        text += [f"  Income:Sales  {-Decimal(net)} {currency}", f'    tax: "{name}"']
        if Decimal(tax):
            text.append(f"  Liabilities:Tax  {-Decimal(tax)} {currency}")
            text.append(f'    tax: "{name}"')
    return "\n".join(text) + "\n"


def purchase(day, number, lines, *, currency):
    """A bill of lines (net, tax, code)."""
    total = sum(Decimal(net) + Decimal(tax) for net, tax, _ in lines)
    text = [f'{day} * "Vendor" "Goods" ^{number}']
    text.append(f"  Liabilities:Payable  {-total} {currency}")
    for net, tax, name in lines:
        text += [f"  Expenses:Goods  {net} {currency}", f'    tax: "{name}"']
        if Decimal(tax):
            text += [f"  Assets:Input-Tax  {tax} {currency}", f'    tax: "{name}"']
    return "\n".join(text) + "\n"


def payment(day, number, amount, *, currency):
    """Money from a client, for an invoice."""
    return (
        f'{day} * "Client" "Payment" ^{number}\n'
        f"  Assets:Bank  {amount} {currency}\n"
        f"  Assets:Receivable  {-Decimal(amount)} {currency}\n"
    )


def load(tmp_path, *parts):
    path = tmp_path / "main.beancount"
    path.write_text("".join(parts), encoding="utf-8")
    return ledgerkit.load(str(path))


def boxes(books, period, form=None):
    """The amounts of a return, by box, without those of nothing."""
    rows = books.tax_return(period, form=form).to_dicts()
    return {row["box"]: row["amount"] for row in rows if row["amount"]}


def amounts(**expected):
    return {key.lstrip("_"): Decimal(value) for key, value in expected.items()}


def file_return(books, period, day, **more):
    """The books with a return filed on a day, loaded anew."""
    request = FileReturn(period=period, form=more.pop("form", None), day=day, **more)
    known = LoadedFiles.of(books)
    FilingChange(books, plan_filing(books, request), known=known).write()
    return ledgerkit.load(books.filename)
