"""Attacks in a real browser, in every field that any page shows.

No script runs, nothing is asked of another host, the policy has nothing to stop, no
template is computed, no file outside is shown, and no header is set.
"""

from itertools import islice

import pytest

from tests.fava.test_hostile_text import FAVA_PAGES, no_script_ran
from tests.safe.attacks import ATTACKS, ELSEWHERE, SUM, cases, groups, write_book
from tests.safe.campaign import SEED, WHOLE, is_time_left, share

#: Of what our pages link to so much is visited besides.
LINKED = 12 if WHOLE else 4
NUMBERS = list(share(range(len(list(groups(SEED)))))) if WHOLE else [SEED]
PAGES = FAVA_PAGES if WHOLE else FAVA_PAGES[SEED % 4 :: 4]


def test_there_are_two_hundred_cases_and_more():
    assert len(cases()) > 200


@pytest.mark.browser
@pytest.mark.parametrize("chosen", NUMBERS)
def test_no_text_of_a_stranger_does_anything(chosen, visit, serve, tmp_path, counts):
    if is_time_left():
        group = next(islice(groups(SEED), chosen, None))
        attack = ATTACKS[chosen % len(ATTACKS)]
        book = write_book(tmp_path, group, attack)
        address, said = serve(book), []
        page = visit(f"{address}", expected=said)
        asked = _what_is_asked(page)
        begin = page.url.split("/")[3]
        waiting = [f"{address}{begin}/{place}" for place in PAGES]
        for count, place in enumerate(waiting):
            if count >= len(PAGES) + LINKED:
                break
            answer = page.goto(place)
            assert answer is None or answer.status < 500, place
            page.wait_for_load_state("networkidle")
            _nothing_happened(page, place, group)
            waiting += _linked(page, set(waiting))
        where = "\n".join(case.where for case in group)
        foreign = [url for url in asked if not url.startswith((address, "data:"))]
        assert foreign == [], where
        assert [text for text in said if "Content Security" in text] == [], where
        assert said == [], where
        counts.add("attacks in the browser", len(group))
        counts.add("pages with attacks", min(len(waiting), len(PAGES) + LINKED))


def _what_is_asked(page):
    """The addresses that it asks for, from now on."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def _nothing_happened(page, place, group):
    where = place + "\n" + "\n".join(case.where for case in group)
    assert page.evaluate("window.canary") is None, where
    assert not page.url.startswith(ELSEWHERE), where
    no_script_ran(page)
    text = page.evaluate("document.body.innerText")
    assert SUM not in text, where
    assert "root:x:0:" not in text, where
    assert "canary" not in page.evaluate("document.cookie"), where


def _linked(page, known):
    """What our pages link to, and is not a file to download."""
    links = page.eval_on_selector_all(
        "article a[href*='/extension/']", "links => links.map((a) => a.href)"
    )
    return [
        link for link in dict.fromkeys(links) if link not in known and "csv" not in link
    ]
