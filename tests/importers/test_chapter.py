"""The importers' chapter of the manual names everything that there is."""

from __future__ import annotations

import re

import pytest
from tests.conftest import ROOT

from ledgerkit.cli.imports.import_group import import_documents_command
from ledgerkit.importers.documents.fields import Field
from ledgerkit.importers.documents.profile import PROFILE_KEYS, parse_profile

CHAPTER = (ROOT / "src" / "ledgerkit" / "importers" / "README.md").read_text()
OPTIONS = [
    name for p in import_documents_command.params for name in p.opts if "--" in name
]


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_in_the_chapter(option: str):
    assert re.search(rf"{option}\b", CHAPTER)


def test_every_field_and_profile_key_is_in_the_chapter():
    for name in (*Field, *PROFILE_KEYS):
        assert f"`{name}`" in CHAPTER


def test_the_profile_shown_is_one():
    [shown] = re.findall(r"```toml\n(.*?)```", CHAPTER, flags=re.DOTALL)
    assert parse_profile(shown.encode(), name="p.toml").columns[Field.PARTY_NAME]
