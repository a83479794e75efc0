"""A vendor's account is paid to only if nothing speaks against it."""

from datetime import date

import pytest

from ledgerkit.payables.vendor_account import PaidAccount, VendorAccount

OLD, NEW = "DE89370400440532013000", "FR1420041010050500013M02606"
RUN, CHANGE = date(2026, 3, 5), date(2026, 4, 1)


def account(**facts):
    return VendorAccount(**{"iban": NEW, **facts})


@pytest.mark.parametrize(
    ("held", "facts"),
    [
        (False, {}),
        (False, {"paid": PaidAccount(iban=NEW, day=RUN)}),
        (True, {"changed": CHANGE}),
        # Changed in place: the record's history doesn't show it.
        (True, {"paid": PaidAccount(iban=OLD, day=RUN)}),
        (True, {"paid": PaidAccount(iban=OLD, day=RUN), "changed": CHANGE}),
        (True, {"changed": CHANGE, "confirmed": date(2026, 3, 31)}),
        (False, {"changed": CHANGE, "confirmed": CHANGE}),
        # A change dated before the run that paid the old account.
        (
            True,
            {
                "paid": PaidAccount(iban=OLD, day=RUN),
                "changed": date(2026, 1, 1),
                "confirmed": date(2026, 1, 1),
            },
        ),
        (True, {"iban": "DE88370400440532013000"}),
        (False, {"iban": "de89 3704 0044 0532 0130 00"}),
        (False, {"iban": ""}),
    ],
)
def test_a_change_waits_until_it_is_confirmed(held, facts):
    assert bool(account(**facts).obstacle) is held


def test_a_bill_that_names_another_account_waits_until_ours_is_confirmed():
    issued = date(2026, 3, 1)
    assert account().obstacle_to("", issued) == ""
    assert account().obstacle_to("FR14 2004 1010 0505 0001 3M02 606", issued) == ""
    assert "the bill names the IBAN" in account().obstacle_to(OLD, issued)
    assert "the vendor none" in account(iban="").obstacle_to(OLD, issued)
    assert account(confirmed=issued).obstacle_to(OLD, issued) == ""
    # Confirming that it has none confirms nothing.
    assert account(iban="", confirmed=issued).obstacle_to(OLD, issued)
