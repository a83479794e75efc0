"""Roles: stated, inherited, or known from a usual name."""

import pytest

from ledgerkit.general_ledger.chart_of_accounts import (
    AccountRole,
    ChartOfAccounts,
    Role,
    RootAccount,
)

ROOTS = {
    "Assets": RootAccount.ASSETS,
    "Liabilities": RootAccount.LIABILITIES,
    "Expenses": RootAccount.EXPENSES,
}


def chart(**stated):
    roles = {name.replace("_", ":"): Role(role) for name, role in stated.items()}
    return ChartOfAccounts(roles, roots=ROOTS)


@pytest.mark.parametrize(
    ("account", "role", "root"),
    [
        ("Assets:Receivable", Role.RECEIVABLE, "Assets:Receivable"),
        ("Assets:Current:AR:Acme", Role.RECEIVABLE, "Assets:Current:AR"),
        ("Assets:Debtors:Cash", Role.RECEIVABLE, "Assets:Debtors"),
        ("Liabilities:AccountsPayable:X", Role.PAYABLE, "Liabilities:AccountsPayable"),
        ("Assets:Savings", Role.BANK, "Assets:Savings"),
        ("Assets:PettyCash", Role.CASH, "Assets:PettyCash"),
    ],
)
def test_a_usual_name_of_a_whole_component_gives_a_role(account, role, root):
    assert chart().role(account) == AccountRole(role, root, stated=False)


@pytest.mark.parametrize(
    "account",
    ["Assets:Art", "Expenses:Cash", "Liabilities:Receivable", "Assets:Payable"],
)
def test_part_of_a_word_or_the_wrong_root_gives_none(account):
    assert chart().role(account) is None


def test_sub_accounts_inherit_a_stated_role():
    found = chart(Assets_Trade="receivable").role("Assets:Trade:Acme:Old")
    assert found == AccountRole(Role.RECEIVABLE, "Assets:Trade", stated=True)
    assert found.leaf("Assets:Trade:Acme:Old") == "Old"
    assert found.leaf("Assets:Trade") == ""


def test_the_nearest_stated_role_decides_and_none_takes_it_away():
    roles = chart(Assets_Receivable_Tax="none", Assets_Receivable="receivable")
    assert roles.role("Assets:Receivable:Tax:Refund") is None
    assert roles.role("Assets:Receivable:Acme").root == "Assets:Receivable"


def test_the_highest_of_several_levels_with_a_role_is_the_control_account():
    roles = chart(Assets_AR="receivable", Assets_AR_Acme="receivable")
    assert roles.role("Assets:AR:Acme").root == "Assets:AR"


def test_a_very_deep_account_is_no_trouble():
    deep = ":".join(["Assets", *["Receivable"] * 3000])
    stated = {deep.rpartition(":")[0]: Role.RECEIVABLE, deep: Role.RECEIVABLE}
    assert ChartOfAccounts(stated, roots=ROOTS).role(deep).stated
