"""The reports on the sample books, with figures a person reckoned."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.errors import UsageError
from ledgerkit.open_items.ageing import AgingBasis, Buckets
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

D = Decimal
YEAR_END = date(2025, 12, 31)
BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90", "unapplied", "balance")


def total(table, keys=BUCKETS):
    [line] = table.totals
    return [str(line[key]) for key in keys]


def test_the_agencys_receivables_are_what_its_readme_reckons(agency):
    assert total(agency.aging(as_of=YEAR_END)) == [
        "30625.60", "8039.80", "6991.20", "2379.00", "3100.00", "-122.00", "51013.60",
    ]  # fmt: skip


def test_the_agencys_payables_are_what_its_readme_reckons(agency):
    assert total(agency.aging(as_of=YEAR_END, side=Side.PAYABLE)) == [
        "7088.76", "1938.00", "1781.20", "802.00", "1073.60", "-1296.00", "11387.56",
    ]  # fmt: skip


def test_the_last_line_of_ageing_is_the_open_items_and_the_clients_total(agency):
    aging = agency.aging(as_of=YEAR_END)
    items = agency.open_items(as_of=YEAR_END)
    clients = agency.client_balances(as_of=YEAR_END)
    assert items.totals[0]["open"] == aging.totals[0]["balance"]
    assert clients.totals[0]["balance"] == aging.totals[0]["balance"]
    assert any("agrees with the open items" in note for note in aging.notes)


def test_the_bad_debt_is_over_90_until_it_is_written_off(agency):
    def over_90(day):
        rows = agency.aging(as_of=day).rows
        return [str(r.cells["over_90"]) for r in rows if r.cells["party"] == "belgioco"]

    assert over_90(date(2024, 12, 31)) == ["3526.00"]
    assert over_90(date(2025, 4, 30)) == []


def test_a_card_keeps_a_running_balance_and_names_what_is_settled(agency):
    rows = agency.card("Zefiro", as_of=YEAR_END).rows
    assert rows[-1].cells["balance"] == D("7126.00")
    settled = {r.cells["settles"] for r in rows if r.cells["kind"] == "payment"}
    assert "INV-2025-040" in settled


def test_a_card_of_a_client_that_is_a_vendor_too_has_both_sides(agency):
    sides = {row.cells["side"] for row in agency.card("serra", as_of=YEAR_END).rows}
    assert sides == {"receivable", "payable"}
    only = agency.card("serra", as_of=YEAR_END, side=Side.PAYABLE)
    assert {row.cells["side"] for row in only.rows} == {"payable"}


def test_a_party_is_found_by_the_first_words_of_its_name_where_one_begins_so():
    books = load(SAMPLE_BOOKS / "existing_ledger" / "main.beancount")
    assert books.find_party(PartyRole.CLIENT, "praxis") == "Praxis Haller"
    with pytest.raises(UsageError, match='no client "prax"'):
        books.find_party(PartyRole.CLIENT, "prax")


def test_a_slip_in_a_partys_name_is_answered_with_the_nearest(agency):
    with pytest.raises(UsageError, match='did you mean "granata"'):
        agency.find_party(PartyRole.CLIENT, "grantaa")


def test_statuses_follow_from_amounts_and_the_day(agency):
    def statuses(day):
        rows = agency.documents(as_of=day).rows
        return {r.cells["number"]: r.cells["status"] for r in rows}

    assert statuses(date(2025, 8, 6))["INV-2025-040"] == "open"
    assert statuses(YEAR_END)["INV-2025-040"] == "overdue"
    assert statuses(YEAR_END)["INV-2024-001"] == "settled"


def test_ageing_by_document_date_and_own_buckets_says_so(agency):
    table = agency.aging(
        as_of=YEAR_END, basis=AgingBasis.DOCUMENT, buckets=Buckets((45,))
    )
    assert [c.key for c in table.columns][3:] == [
        "not_due", "1_45", "over_45", "unapplied", "balance", "disputed",
    ]  # fmt: skip
    assert table.notes[0].startswith("Days are counted from the document's date")
    assert table.totals[0]["balance"] == D("51013.60")


def test_a_currency_is_shown_alone_and_never_added_to_another():
    books = load(SAMPLE_BOOKS / "existing_ledger" / "main.beancount")
    both = books.aging(as_of=YEAR_END)
    assert [line["currency"] for line in both.totals] == ["EUR", "USD"]
    dollars = books.aging(as_of=YEAR_END, currency="USD")
    assert {row.cells["currency"] for row in dollars.rows} == {"USD"}
    assert total(dollars)[-1] == "1950.00"


def test_cash_shows_details_balance_and_the_last_assertion(agency):
    bank, petty = agency.cash(as_of=YEAR_END).rows
    assert bank.cells["iban"] == "IT60X0542811101000000123456"
    assert bank.cells["balance"] == D("47118.97")
    assert bank.cells["last_assertion"] == YEAR_END
    assert bank.cells["assertion_difference"] is None
    assert (petty.cells["role"], petty.cells["balance"]) == ("cash", D("77.00"))


def test_a_book_without_any_posting_gives_empty_reports(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text('option "title" "Nothing yet"\n')
    books = load(path)
    for table in (
        books.aging(as_of=YEAR_END),
        books.open_items(as_of=YEAR_END),
        books.documents(as_of=YEAR_END),
        books.client_balances(as_of=YEAR_END),
        books.cash(as_of=YEAR_END),
        books.check(as_of=YEAR_END),
    ):
        assert (table.rows, list(table.totals)) == ([], [])


def test_overdue_cells_are_marked_and_lead_to_their_document(agency):
    rows = {r.cells["number"]: r for r in agency.open_items(as_of=YEAR_END).rows}
    late = rows["INV-2025-040"]
    assert late.late == {"due", "open", "days_late"}
    assert late.links["number"].target == "INV-2025-040"
    file, _, line = late.links["issued"].target.rpartition(":")
    text = open(file, encoding="utf-8").read().splitlines()  # noqa: SIM115, PTH123
    assert "INV-2025-040" in text[int(line) - 1] or "Receivable" in text[int(line) - 1]
