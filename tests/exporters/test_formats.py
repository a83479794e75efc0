"""A door finds each format by name and calls them all alike."""

from __future__ import annotations

import pytest

from ledgerkit.exporters.as_html import table_html
from ledgerkit.exporters.as_json import render_json
from ledgerkit.exporters.as_text import render_text
from ledgerkit.exporters.formats import TABLE_FORMATS, render_csv


def test_the_formats_are_those_of_the_command_line():
    assert list(TABLE_FORMATS) == ["text", "csv", "json", "html"]


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_every_format_takes_the_same_keywords(name, ageing):
    expected = {
        "text": render_text(ageing, locale="it", colour=True, width=60),
        "csv": render_csv(ageing),
        "json": render_json(ageing),
        "html": table_html(ageing, locale="it"),
    }
    rendered = TABLE_FORMATS[name](ageing, locale="it", colour=True, width=60)
    assert rendered == expected[name]


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_every_format_ends_its_last_line_and_colours_only_on_request(name, ageing):
    rendered = TABLE_FORMATS[name](ageing)
    assert rendered.endswith("\n")
    assert "\x1b" not in rendered
