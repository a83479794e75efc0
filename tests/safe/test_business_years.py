"""Years of business by a seed: what the books say is what a second reckoning says.

Each month some forty things happen to a firm, through every door, and some commands are
killed on the way. Then every figure of the reports, on the month's last day and on one
before it, is held against `tests.safe.business.reckoning`.
"""

from datetime import timedelta

import pytest

from tests.conftest import ROOT
from tests.safe.business.comparison import compare
from tests.safe.business.firm import Firm
from tests.safe.business.month_end import close_month, finish_month
from tests.safe.campaign import SEED, WHOLE, is_time_left, share

RECKONING = ROOT / "tests" / "safe" / "business" / "reckoning.py"
#: Seeds that found something once are played for ever.
FOUND = (2, 3, 17)
SEEDS = list(share([*FOUND, *range(100, 160)])) if WHOLE else [SEED]
MONTHS, EVENTS = (24, 12) if WHOLE else (3, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_month_is_as_reckoned(seed, tmp_path, counts):
    firm, figures, months = Firm(tmp_path, seed), 0, 0
    while months < MONTHS and is_time_left():
        for _ in range(EVENTS):
            firm.act()
        finish_month(firm)
        earlier = firm.today - timedelta(days=firm.random.randrange(1, 60))
        figures += compare(firm, firm.today) + compare(firm, earlier)
        close_month(firm)
        months += 1
    counts.add("months of business", months)
    counts.add("figures reckoned twice", figures)
    counts.add("commands of the business", firm.commands)
    counts.add("of them killed", firm.kills)


def test_the_reckoning_is_short_and_knows_nothing_of_ledgerkit():
    text = RECKONING.read_text()
    assert text.count("\n") < 300
    imports = [
        line for line in text.splitlines() if line.startswith(("from", "import"))
    ]
    assert imports == [
        "from collections import defaultdict, namedtuple",
        "from datetime import date, timedelta",
        "from fractions import Fraction",
    ]
