"""The back-test of health reckoned once more, pair by pair, and printed."""

from collections import Counter
from datetime import timedelta

from ledgerkit.clients.measures.year import same_day_years_ago


def back_tested(books, as_of):
    """Scores of the lost and the kept, and how often the lost one's was lower.

    Asserts that the report says the same.
    """
    lost, kept, halves = [], [], 0
    clients = books.clients_read.measures(as_of)
    gone = {c for c in clients if books.clients_read.is_lost(c, as_of)}
    for client in sorted(gone):
        last = same_day_years_ago(clients[client].rhythm.last, 1)
        day = last.replace(day=1) - timedelta(days=1)
        sold = books.clients_read.sales(day).clients
        scores = {
            c: one.score
            for c, one in books.health_read.all(day).items()
            if c in sold and one.score is not None
        }
        if client not in scores:
            continue
        others = [scores[c] for c in scores if c not in gone]
        lost.append(scores[client])
        kept += others
        halves += sum((o > lost[-1]) + (o >= lost[-1]) for o in others)
    auc = halves / (2 * len(kept))
    print(f"\n{len(lost)} lost: {spread(lost)}")
    print(f"{len(clients) - len(gone)} kept, {len(kept)} scores: {spread(kept)}")
    print(f"AUC {auc:.2f}")
    row = books.health_back_test(as_of=as_of).to_dicts()[0]
    assert (row["lost"], row["pairs"]) == (len(lost), len(kept))
    assert abs(float(row["auc"]) - auc) <= 0.005
    return row


def spread(scores):
    """How many scores are in each ten points, from 0-9 to 90-100."""
    tens = Counter(min(int(score) // 10, 9) for score in scores)
    return " ".join(str(tens[ten]) for ten in range(10))
