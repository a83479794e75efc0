"""Roles: stated, inherited, or known from a usual name."""

from collections import defaultdict

import pytest

from ledgerkit.general_ledger.account_names import (
    BROAD_NAMES,
    NAMES_BY_LANGUAGE,
    USUAL_NAMES,
)
from ledgerkit.general_ledger.chart_of_accounts import (
    AccountRole,
    ChartOfAccounts,
    Role,
    RoleName,
    RootAccount,
    bare_name,
)

ROOTS = {
    "Assets": RootAccount.ASSETS,
    "Liabilities": RootAccount.LIABILITIES,
    "Expenses": RootAccount.EXPENSES,
}


def chart(**stated):
    roles = {name.replace("_", ":"): Role(role) for name, role in stated.items()}
    return ChartOfAccounts(roles, roots=ROOTS, names=USUAL_NAMES)


@pytest.mark.parametrize(
    ("account", "role", "root"),
    [
        ("Assets:Receivable", Role.RECEIVABLE, "Assets:Receivable"),
        ("Assets:Current:AR:Acme", Role.RECEIVABLE, "Assets:Current:AR"),
        ("Assets:Debtors:Cash", Role.RECEIVABLE, "Assets:Debtors"),
        ("Liabilities:AccountsPayable:X", Role.PAYABLE, "Liabilities:AccountsPayable"),
        ("Assets:Savings", Role.BANK, "Assets:Savings"),
        ("Assets:PettyCash", Role.CASH, "Assets:PettyCash"),
        (
            "Assets:1200-Accounts-Receivable",
            Role.RECEIVABLE,
            "Assets:1200-Accounts-Receivable",
        ),
        ("Assets:TradeReceivables:X", Role.RECEIVABLE, "Assets:TradeReceivables"),
        ("Assets:TRADE-DEBTORS-2", Role.RECEIVABLE, "Assets:TRADE-DEBTORS-2"),
        ("Assets:411-Créances-Clients", Role.RECEIVABLE, "Assets:411-Créances-Clients"),
        ("Assets:Clienti:Acme", Role.RECEIVABLE, "Assets:Clienti"),
        ("Assets:Kundfordringar", Role.RECEIVABLE, "Assets:Kundfordringar"),
        ("Assets:Nalezności", Role.RECEIVABLE, "Assets:Nalezności"),
        ("Assets:Вземания", Role.RECEIVABLE, "Assets:Вземания"),
        ("Liabilities:Leverandorgaeld", Role.PAYABLE, "Liabilities:Leverandorgaeld"),
        ("Liabilities:Leverandørgjeld", Role.PAYABLE, "Liabilities:Leverandørgjeld"),
        ("Liabilities:Trade-Creditors", Role.PAYABLE, "Liabilities:Trade-Creditors"),
        ("Liabilities:1600-Kreditoren:X", Role.PAYABLE, "Liabilities:1600-Kreditoren"),
        ("Assets:Compte-courant", Role.BANK, "Assets:Compte-courant"),
        ("Assets:1800-Bank", Role.BANK, "Assets:1800-Bank"),
        ("Assets:Petty-Cash", Role.CASH, "Assets:Petty-Cash"),
        ("Assets:Kasse", Role.CASH, "Assets:Kasse"),
    ],
)
def test_a_usual_name_of_a_whole_component_gives_a_role(account, role, root):
    assert chart().role(account) == AccountRole(role, root, stated=False)


@pytest.mark.parametrize(
    "account",
    [
        "Assets:Art",
        "Expenses:Cash",
        "Liabilities:Receivable",
        "Assets:Payable",
        "Assets:Tax-Receivable",
        "Assets:Loans-Receivable",
        "Assets:Krankenkasse",
        "Assets:Current",
        "Assets:1200",
        "Liabilities:Clienti",
        "Assets:Fornitori",
        "Liabilities:Debiti",
    ],
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
    assert ChartOfAccounts(stated, roots=ROOTS, names=()).role(deep).stated


def named_chart(*names, accounts=()):
    roles = [
        RoleName(root=RootAccount.ASSETS, component=name, role=Role.RECEIVABLE)
        for name in names
    ]
    return ChartOfAccounts({}, roots=ROOTS, names=roles, accounts=accounts)


def test_a_name_with_digits_is_that_name_only():
    roles = named_chart("1200", "Debtors2")
    assert roles.role("Assets:1200").role is Role.RECEIVABLE
    assert roles.role("Assets:Debtors2").role is Role.RECEIVABLE
    assert roles.role("Assets:1300") is None
    assert roles.role("Assets:Debtors3") is None
    assert roles.role("Assets:Debtors") is None


def test_a_broad_name_yields_to_a_narrower_one_below_it():
    """Tax that the state owes is no client's, where the clients stand beside it."""
    accounts = ["Assets:Crediti:Clienti", "Assets:Crediti:Erario"]
    roles = ChartOfAccounts({}, roots=ROOTS, names=USUAL_NAMES, accounts=accounts)
    assert roles.role("Assets:Crediti:Clienti:Acme").root == "Assets:Crediti:Clienti"
    assert roles.role("Assets:Crediti:Erario") is None
    assert roles.role("Assets:Crediti") is None


def test_a_broad_name_alone_is_the_control_account():
    accounts = ["Assets:Crediti:Acme", "Assets:Crediti:Beta"]
    roles = ChartOfAccounts({}, roots=ROOTS, names=USUAL_NAMES, accounts=accounts)
    assert roles.role("Assets:Crediti:Acme").root == "Assets:Crediti"


def test_a_name_belongs_to_one_role_and_every_language_has_both_sides():
    roles = defaultdict(set)
    for name in USUAL_NAMES:
        roles[name.root, bare_name(name.component)].add(name.role)
    assert [key for key, found in roles.items() if len(found) > 1] == []
    languages = [set(words) for _root, words in NAMES_BY_LANGUAGE.values()]
    assert all(found == languages[0] for found in languages)
    assert {name.component for name in USUAL_NAMES} >= BROAD_NAMES


@pytest.mark.parametrize("name", USUAL_NAMES, ids=lambda name: name.component)
def test_each_usual_name_is_known_however_it_is_written(name):
    root = {value: key for key, value in ROOTS.items()}[name.root]
    for written in (name.component, name.component.upper(), f"40-{name.component}-1"):
        assert chart().role(f"{root}:{written}").role is name.role
