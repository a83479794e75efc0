"""``open`` directives -> the chart of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import (
    ChartOfAccounts,
    Role,
    RootAccount,
)
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import UNKNOWN_ROLE
from ledgerkit.language.word import On
from ledgerkit.ledger.place import written
from ledgerkit.ledger.places import place_of
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Open

    from ledgerkit.language.settings import Settings


def read_chart(
    opens: Iterable[Open], options: Mapping[str, Any], settings: Settings
) -> tuple[ChartOfAccounts, list[Finding]]:
    """Read which role each account has."""
    stated: dict[str, Role] = {}
    findings: list[Finding] = []
    for open_ in opens:
        findings += check_keys(open_, On.OPEN, open_.account)
        word = written(open_.meta, "role")
        if word is None:
            continue
        try:
            stated[open_.account] = Role(word)
        except ValueError:
            known = [role.value for role in Role]
            remedy = suggestion(str(word), known) or f"; roles are {', '.join(known)}"
            message = f"{open_.account}: {word!r} is not a role{remedy}"
            findings.append(finding(UNKNOWN_ROLE, place_of(open_), message))
    roots = {options[f"name_{root.value}"]: root for root in RootAccount}
    return ChartOfAccounts(stated, roots=roots, names=settings.role_names), findings
