"""The plugins in their real host: Beancount's loader."""

import inspect

import pytest
from beancount import loader
from beancount.core import data, realization
from beancount.parser import printer
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS, SHARED_DATA

from ledgerkit.books.plugin import EVERYTHING, annotate

NAMES = ("clients", "receivables", "payables", "cash_accounts", "all")
BOOKS = sorted(SAMPLE_BOOKS.glob("*/main.beancount"))
NOT_HERE = pytest.mark.skip("the published data files are not beside this checkout")
PUBLISHED = sorted(SHARED_DATA.glob("ledgers/**/*.bean*")) or [
    pytest.param(SHARED_DATA, marks=NOT_HERE)
]


def load_with(plugins, path):
    """Load a ledger with these plugin lines and no other of ours."""
    text = "".join(f'plugin "ledgerkit.plugins.{name}"\n' for name in plugins)
    copy = path.parent / f".with-{'-'.join(plugins) or 'none'}.beancount"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    ours = [x for x in lines if not x.startswith('plugin "ledgerkit')]
    try:
        copy.write_text(text + "".join(ours), encoding="utf-8")
        return loader.load_file(str(copy))
    finally:
        copy.unlink(missing_ok=True)


def balances(entries):
    """Every account's balance, as text."""
    tree = realization.realize(entries)
    return {
        account.account: account.balance.to_string()
        for account in realization.iter_children(tree)
        if not account.balance.is_empty()
    }


@pytest.fixture
def directives(request):
    """The docstring's directives after the plugin that the test is about."""

    def load(*plugins):
        text = inspect.cleandoc(request.function.__doc__)
        lines = "".join(f'plugin "ledgerkit.plugins.{name}"\n' for name in plugins)
        entries, errors, _options = loader.load_string(f"{lines}\n{ACCOUNTS}\n{text}\n")
        assert errors == []
        return [e for e in entries if isinstance(e, data.Transaction)]

    return load


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.parent.name)
@pytest.mark.parametrize("name", NAMES)
def test_balances_are_the_same_with_and_without_a_plugin(path, name):
    without, _errors, _options = load_with([], path)
    with_it, errors, _options = load_with([name], path)
    # In the exporter's books somebody has changed a closed quarter, as its story says.
    assert [e for e in errors if not e.message.startswith("closed period")] == []
    assert balances(with_it) == balances(without)
    assert [e.date for e in with_it] == [e.date for e in without]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda p: p.name)
def test_published_ledgers_load_with_the_plugins_as_without(path):
    entries, errors, options = loader.load_file(str(path))
    if errors:
        pytest.skip(f"Beancount itself has {len(errors)} errors in it")
    annotated, _findings = annotate(entries, options, EVERYTHING)
    assert balances(annotated) == balances(entries)
    assert len(annotated) == len(entries)


def test_transactions_gain_the_party_the_number_and_the_due_date(directives):
    """
    2020-01-01 custom "client" "acme" "Acme S.r.l."
      payment-terms: "net 30"

    2026-01-15 * "ACME SRL" "Website" ^INV-1
      Assets:Receivable   1220.00 EUR
      Income:Services    -1220.00 EUR

    2026-03-01 * "ACME SRL" "Transfer" ^INV-1
      Assets:Bank         1220.00 EUR
      Assets:Receivable  -1220.00 EUR
    """
    invoice, payment = directives("all")
    assert invoice.meta["client"] == payment.meta["client"] == "acme"
    assert invoice.meta["invoice"] == payment.meta["invoice"] == "INV-1"
    assert str(invoice.meta["due"]) == "2026-02-14"
    assert "due" not in payment.meta


def test_each_plugin_adds_only_what_it_is_for(directives):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      due: 2026-02-14
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-01-16 * "Printer" "Leaflets" ^B-1
      due: 2026-02-14
      Expenses:Purchases    50.00 EUR
      Liabilities:Payable  -50.00 EUR
    """
    added = {
        name: [sorted(t.meta.keys() & {"client", "vendor", "invoice", "bill"})
               for t in directives(name)]
        for name in NAMES
    }  # fmt: skip
    assert added == {
        "clients": [["client"], ["vendor"]],
        "receivables": [["invoice"], []],
        "payables": [[], ["bill"]],
        "cash_accounts": [[], []],
        "all": [["client", "invoice"], ["bill", "vendor"]],
    }


def test_what_differs_between_postings_is_added_to_the_postings(directives):
    """
    2026-01-15 * "One" ^INV-1
      client: "Acme"
      Assets:Receivable    100.00 EUR
      Income:Services

    2026-01-16 * "Two" ^INV-2
      client: "Acme"
      Assets:Receivable     50.00 EUR
      Income:Services

    2026-03-20 * "Both in one transfer"
      Assets:Bank          150.00 EUR
      Assets:Receivable   -100.00 EUR
        invoice: "INV-1"
      Assets:Receivable    -50.00 EUR
        invoice: "INV-2"
    """
    transfer = directives("all")[-1]
    assert transfer.meta["client"] == "Acme"
    assert "invoice" not in transfer.meta
    assert [p.meta.get("invoice") for p in transfer.postings] == [
        None, "INV-1", "INV-2",
    ]  # fmt: skip


def test_nothing_is_said_of_a_payment_that_no_one_document_takes(directives):
    """
    2026-01-15 * "Acme" "Website" ^INV-1
      Assets:Receivable    100.00 EUR
      Income:Services     -100.00 EUR

    2026-03-01 * "Acme" "Too much" ^INV-1
      Assets:Bank          120.00 EUR
      Assets:Receivable   -120.00 EUR
    """
    _invoice, payment = directives("all")
    assert "invoice" not in payment.meta


def agency_entries():
    entries, errors, options = loader.load_file(
        str(SAMPLE_BOOKS / "agency/main.beancount")
    )
    assert errors == []
    return entries, options


def test_a_second_run_changes_nothing_and_passes_the_same_objects():
    entries, _errors, options = load_with([], BOOKS[0])
    once, _findings = annotate(entries, options, EVERYTHING)
    twice, _findings = annotate(once, options, EVERYTHING)
    assert any(new is not old for new, old in zip(once, entries, strict=True))
    assert all(new is old for new, old in zip(twice, once, strict=True))


def test_what_the_host_passed_in_is_not_touched():
    entries, _errors, options = load_with([], BOOKS[0])
    before = [str(entry) for entry in entries]
    annotate(entries, options, EVERYTHING)
    assert [str(entry) for entry in entries] == before


def test_only_metadata_of_transactions_and_opens_is_added():
    entries, _errors, options = load_with([], BOOKS[0])
    annotated, _findings = annotate(entries, options, EVERYTHING)
    for new, old in zip(annotated, entries, strict=True):
        assert type(new) is type(old)
        if new is not old:
            assert isinstance(new, data.Transaction | data.Open)
            assert old.meta.items() <= new.meta.items()
            assert new[1:4] == old[1:4]
        if isinstance(new, data.Transaction):
            assert [p[:5] for p in new.postings] == [p[:5] for p in old.postings]


def test_what_is_added_can_be_printed_and_read_again():
    entries, _options = agency_entries()
    text = "".join(map(printer.format_entry, entries))
    again, errors, _options = loader.load_string(text)
    assert errors == []
    assert balances(again) == balances(entries)


def test_cash_accounts_state_their_role_and_inherit_bank_details(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "ledgerkit.plugins.cash_accounts"\n'
        "2024-01-01 open Assets:Bank:Main\n"
        '  iban: "IT60X0542811101000000123456"\n'
        "2024-01-01 open Assets:Bank:Main:Reserve\n"
        "2024-01-01 open Assets:Furniture\n",
        encoding="utf-8",
    )
    opens, errors, _options = loader.load_file(str(path))
    assert errors == []
    facts = {o.account: (o.meta.get("role"), o.meta.get("iban")) for o in opens}
    iban = "IT60X0542811101000000123456"
    assert facts == {
        "Assets:Bank:Main": ("bank", iban),
        "Assets:Bank:Main:Reserve": ("bank", iban),
        "Assets:Furniture": (None, None),
    }


def test_findings_stand_in_beancounts_errors_once(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "ledgerkit.plugins.clients"\n'
        'plugin "ledgerkit.plugins.receivables"\n'
        'plugin "ledgerkit.plugins.payables"\n'
        '2024-01-01 custom "ledgerkit" "aging-bukets" "30 60"\n'
        "2024-01-01 open Assets:Receivable\n",
        encoding="utf-8",
    )
    _entries, errors, _options = loader.load_file(str(path))
    assert [(e.source["lineno"], e.message) for e in errors] == [
        (4, '"aging-bukets" is not a setting; did you mean "aging-buckets"?')
    ]
    assert printer.format_error(errors[0]).startswith(f"{path}:4: ")
