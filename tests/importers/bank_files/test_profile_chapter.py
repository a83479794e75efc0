"""The chapter on bank files by profile names every profile, key and field."""

import re

from tests.conftest import ROOT

from ledgerkit.importers.bank_files.tables.parse_profile import (
    BANK_PROFILE_KEYS,
    parse_bank_profile,
    shipped_profiles,
)
from ledgerkit.importers.bank_files.tables.profile import BankField

CHAPTER = (ROOT / "src" / "ledgerkit" / "importers" / "README.md").read_text()
SECTION = CHAPTER.partition("## Bank files by profile")[2]


def test_every_profile_is_in_the_table_with_its_bank():
    for profile in shipped_profiles():
        assert f"| `{profile.name}` | {profile.title}" in SECTION


def test_every_key_and_field_is_explained():
    for name in (*BANK_PROFILE_KEYS, *BankField):
        assert f"`{name}`" in SECTION or f"[{name}]" in SECTION


def test_the_profile_shown_is_one():
    [shown] = re.findall(r"```\n(title.*?)```", SECTION, flags=re.DOTALL)
    assert parse_bank_profile(shown, name="p", file="p").currency == "EUR"
