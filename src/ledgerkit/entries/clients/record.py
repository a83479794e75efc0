"""An opportunity goes to another stage -> the directive to write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.clients.ids import id_named
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.plan_relation import plan_relation
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from ledgerkit.books.books import Books
    from ledgerkit.entries.clients.plan_relation import RelationDraft
    from ledgerkit.entries.entry import PlannedRecord


def plan_move(books: Books, draft: RelationDraft) -> PlannedRecord:
    """Plan to move an opportunity to the stage in the draft's facts.

    A probability that was said of the stage before is cleared, so that the new
    stage's own counts.

    Raises:
        UsageError: If there is no such stage, or it is lost and nobody says why.
    """
    assert draft.id is not None
    id_ = id_named(books, On.OPPORTUNITY, draft.id)
    record = books.relations.as_of(RecordKind.OPPORTUNITY, id_, draft.day)
    known = record.facts if record else {}
    facts, stage = dict(draft.facts), draft.facts["stage"]
    lost = books.settings.stages.is_lost(stage)
    if lost and not facts.get("loss-reason") and not known.get("loss-reason"):
        raise UsageError(f"say why {id_} was lost: --loss-reason TEXT")
    if "probability" in known and stage != known.get("stage"):
        facts.setdefault("probability", None)
    return plan_relation(books, replace(draft, id=id_, facts=facts))
