"""Text from others can't disturb a terminal or a page."""

from __future__ import annotations

import pytest

from ledgerkit.text.untrusted import visible, without_tags


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31m", r"\u001b[31m"),
        ("a\tb\r\n", r"a\u0009b\u000d\u000a"),
        ("\x9b31m", r"\u009b31m"),
        ("\x7f\0", r"\u007f\u0000"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", r"\u202e"),
        ("\N{LEFT-TO-RIGHT ISOLATE}x", r"\u2066x"),
        ("pay\N{ZERO WIDTH SPACE}pal", r"pay\u200bpal"),
        ("pay\N{ZERO WIDTH JOINER}pal", r"pay\u200dpal"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}", r"\ufeff"),
        ("soft\N{SOFT HYPHEN}", r"soft\u00ad"),
        ("a\N{LINE SEPARATOR}b\N{PARAGRAPH SEPARATOR}", r"a\u2028b\u2029"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\uffff\ufdd0", r"\uffff\ufdd0"),
    ],
)
def test_characters_that_hide_or_move_text_are_shown_as_their_code(text, seen):
    assert visible(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Acme S.r.l.",
        "Café Zoë Ñandú, e\N{COMBINING ACUTE ACCENT}",
        "株式会社東京",
        "شركة النور",
        "हिन्दी",
        "narrow\N{NO-BREAK SPACE}space",
        "\N{IDEOGRAPHIC SPACE}",
        "🍕 ❤️ 👍🏽 🇮🇹",
        "👩‍💻 👩🏽‍🚀 🏳️‍🌈",
        r"C:\users\u0041",
        "",
    ],
)
def test_accents_scripts_and_emoji_stay_as_they_are(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<img src=x onerror=alert(1)>", "\u2039img src=x onerror=alert(1)>"),
        ("</b><!--x--><?php ?>", "\u2039/b>\u2039!--x-->\u2039?php ?>"),
        ("<<b>", "<\u2039b>"),
        ("a < b, 1<2, <3, <ä, <-", "a < b, 1<2, <3, <ä, <-"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("", ""),
    ],
)
def test_no_tag_begins_where_strangers_wrote(text, expected):
    assert without_tags(text) == expected
    assert without_tags(expected) == expected
