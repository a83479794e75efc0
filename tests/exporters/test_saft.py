"""SAF-T Financial, its figures worked out by hand and its form by the schema."""

from decimal import Decimal

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.conftest import SHARED_DATA

from ledgerkit.cli import main

BOOK = """
option "operating_currency" "NOK"
2024-01-01 custom "company" "Fjord Design AS"
  tax-id: "888 888 888"
  vat-id: "NO888888888MVA"
  tel: "+47 22 00 00 00"
  street: "Storgata 1"
  postal-code: "0155"
  locality: "Oslo"
  country: "NO"
2024-01-01 custom "client" "acme" "Acme <AS> & Sønner"
  country: "NO"
  locality: "Bergen"
2024-01-01 custom "tax-code" "no25" 0.25
  kind: "sales"
  account: "Liabilities:VAT"
  tax-box: "3"
2024-01-01 custom "tax-code" "other" 0
2024-01-01 open Assets:Receivable
  number: "1500"
  grouping: "balanseverdiForOmloepsmiddel 1500"
2024-01-01 open Assets:Bank NOK
  number: "1920"
  grouping: "balanseverdiForOmloepsmiddel 1920"
2024-01-01 open Liabilities:Payable
  grouping: "kortsiktigGjeld 2400"
2024-01-01 open Liabilities:VAT NOK
  number: "2740"
  grouping: "kortsiktigGjeld 2740"
2024-01-01 open Income:Design NOK
  number: "3000"
  grouping: "salgsinntekt 3000"
2024-01-01 open Income:Design:Web NOK
2024-01-01 open Expenses:Rent NOK
  number: "6300"
  grouping: "annenDriftskostnad 6300"
2024-01-01 open Equity:Earnings NOK
  number: "2050"
  grouping: "egenkapital 2050"
  role: "retained-earnings"
2024-11-01 * "Acme <AS> & Sønner" "Logo" ^F-1
  client: "acme"
  Assets:Receivable 500.00 NOK
  Income:Design -400.00 NOK
    tax: "no25"
  Liabilities:VAT -100.00 NOK
    tax: "no25"
2025-02-01 * "Acme" "Web" ^F-2
  client: "acme"
  due: 2025-03-03
  Assets:Receivable 100.00 EUR @ 11.50 NOK
  Income:Design:Web -920.00 NOK
    tax: "no25"
  Liabilities:VAT -230.00 NOK
    tax: "no25"
2025-03-10 * "Acme" "Betaling" ^F-1
  client: "acme"
  Assets:Bank 500.00 NOK
  Assets:Receivable
2025-04-01 * "Utleier" "Leie\tapril" ^B-7
  Expenses:Rent 300.00 NOK
  Liabilities:Payable
"""
SPACE = {"n": "urn:StandardAuditFile-Taxation-Financial:NO"}
NAME = "SAF-T Financial_888888888_20251231000000.xml"


@pytest.fixture
def run(tmp_path):
    def run(text=BOOK, period="2025", *options):
        path = tmp_path / "main.beancount"
        path.write_text(text, encoding="utf-8")
        arguments = ["export", "saft", period, str(path), "-o", str(tmp_path / "out")]
        return CliRunner().invoke(main, [*arguments, *options])

    return run


@pytest.fixture
def document(run, tmp_path):
    result = run()
    assert result.exit_code == 0, result.output
    return etree.parse(tmp_path / "out" / NAME)


def found(document, path):
    return document.xpath(path, namespaces=SPACE)


def test_accounts_open_and_close_as_the_trial_balance_does(document):
    accounts = {
        account.findtext("n:AccountID", None, SPACE): [
            (child.tag.rpartition("}")[2], child.text)
            for child in account
            if child.tag.endswith("Balance")
        ]
        for account in found(document, "//n:GeneralLedgerAccounts/n:Account")
    }
    assert accounts == {
        "1500": [("OpeningDebitBalance", "500.00"), ("ClosingDebitBalance", "1150.00")],
        "1920": [("OpeningDebitBalance", "0.00"), ("ClosingDebitBalance", "500.00")],
        "2050": [("OpeningCreditBalance", "400.00"),
                 ("ClosingCreditBalance", "400.00")],
        "2740": [("OpeningCreditBalance", "100.00"),
                 ("ClosingCreditBalance", "330.00")],
        "3000": [("OpeningDebitBalance", "0.00"), ("ClosingCreditBalance", "920.00")],
        "6300": [("OpeningDebitBalance", "0.00"), ("ClosingDebitBalance", "300.00")],
        "Liabilities:Payable": [("OpeningDebitBalance", "0.00"),
                                ("ClosingCreditBalance", "300.00")],
    }  # fmt: skip


def test_parties_have_what_they_owe_on_each_account(document):
    customer = found(document, "//n:Customer")[0]
    texts = [e.text for e in customer.iter() if e.text and e.text.strip()]
    assert texts == [
        "Acme <AS> & Sønner", "Bergen", "NO", "BillingAddress", "acme", "1500",
        "500.00", "1150.00",
    ]  # fmt: skip
    assert found(document, "string(//n:Supplier/n:SupplierID)") == "Utleier"
    assert found(document, "string(//n:Supplier//n:ClosingCreditBalance)") == "300.00"


def test_a_line_says_its_currency_its_tax_and_when_it_falls_due(document):
    first = "//n:Transaction[n:Description='Acme Web']/n:Line[1]"
    assert found(document, f"string({first}/n:DebitAmount/n:Amount)") == "1150.00"
    assert found(document, f"string({first}//n:CurrencyAmount)") == "100.00"
    assert found(document, f"string({first}/n:DueDate)") == "2025-03-03"
    taxes = found(document, "//n:Line/n:TaxInformation")
    assert [(t.findtext("n:TaxBase", None, SPACE)) for t in taxes] == ["920.00"]
    amount = "string(//n:TaxInformation/n:CreditTaxAmount/n:Amount)"
    assert found(document, amount) == "230.00"
    assert found(document, "string(//n:Transaction[3]/n:Description)") == ""


def test_tax_codes_are_mapped_to_the_standard_ones_by_their_box(document):
    codes = found(document, "//n:TaxCodeDetails/n:StandardTaxCode")
    assert [code.text for code in codes] == ["3", "NA"]


def test_entries_sum_to_what_the_file_says(document):
    debits = found(document, "//n:Line/n:DebitAmount/n:Amount")
    credits_ = found(document, "//n:Line/n:CreditAmount/n:Amount")
    total = Decimal(found(document, "string(//n:TotalDebit)"))
    assert total == 1950
    assert sum(Decimal(e.text) for e in debits) == total
    assert sum(Decimal(e.text) for e in credits_) == total
    assert found(document, "string(//n:NumberOfEntries)") == "3"


SCHEMA = (
    SHARED_DATA / "saft/Skatteetaten__saf-t/SAF-T_Financial_1.3"
    "/Norwegian_SAF-T_Financial_Schema_v_1.30.xsd"
)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="no published files here")
def test_it_is_valid_by_the_published_schema(document, run, tmp_path):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(document)
    long = BOOK.replace('"Logo"', f'"{"Lang tekst " * 60}"').replace(
        '"Utleier" "Leie', f'"{"Utleier og sønner " * 9}" "Leie'
    )
    result = run(long, "2025-Q2", "--force")
    assert "cut to the length of the field" in result.output
    quarter = etree.parse(tmp_path / "out" / NAME.replace("1231", "0630"))
    schema.assertValid(quarter)
    # Income of the year before the period is no result of earlier years.
    income = "//n:Account[n:AccountID='3000']/n:OpeningCreditBalance"
    assert found(quarter, f"string({income})") == "920.00"
    empty = run(BOOK[: BOOK.index("2024-11-01")], "2025", "--force")
    assert empty.exit_code == 0
    schema.assertValid(etree.parse(tmp_path / "out" / NAME))


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (
            '  grouping: "salgsinntekt 3000"\n',
            "Income:Design:Web has no category and code",
        ),
        ('  tax-id: "888 888 888"\n', "number at the register"),
        ('  tel: "+47 22 00 00 00"\n', "telephone number"),
        ('  role: "retained-earnings"\n', "stands on no account"),
    ],
)
def test_what_is_missing_is_one_sentence(run, tmp_path, old, said):
    assert old in BOOK
    result = run(BOOK.replace(old, ""))
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_ids_that_are_cut_to_the_same_are_refused(run):
    long = "Utleier med et veldig langt navn og to "
    text = BOOK.replace('"Utleier"', f'"{long}"')
    text += f"""
2025-05-01 * "{long} hus" "Leie" ^B-8
  Expenses:Rent 300.00 NOK
  Liabilities:Payable
"""
    result = run(text)
    assert (result.exit_code, "are the same in the 35" in result.output) == (2, True)
