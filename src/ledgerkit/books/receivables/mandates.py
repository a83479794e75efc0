"""``custom "mandate"`` -> the mandates of a day, and what was collected by them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, TypeGuard

from ledgerkit.errors import finding
from ledgerkit.invoices.invoice import DebitNotice
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.document_kinds import BAD_MANDATE
from ledgerkit.language.finding_kinds import BAD_VALUE
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.parties.directory import Amendment, facts_on
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.vendor_account import compact_iban
from ledgerkit.receivables.debits.mandate import DebitScheme, Mandate
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom, Directive

    from ledgerkit.errors import Finding
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import Party

MANDATE = "mandate"
#: Banks take so many characters as a mandate's reference.
_ID_MAX = 35
_NOTICE_MAX = 99


class Mandates:
    """Every mandate of a book.

    Attributes:
        findings: Directives that can't be read.
    """

    def __init__(
        self,
        customs: Iterable[Custom],
        marked: Iterable[Directive],
        directory: PartyDirectory,
    ) -> None:
        """Read the mandates, and the transactions that collected by them."""
        self.findings: list[Finding] = []
        self._directory = directory
        self._said: dict[str, list[Amendment]] = {}
        self._client: dict[str, str] = {}
        for custom in customs:
            if custom.type == MANDATE:
                self._read(custom)
        self._collected: dict[str, list[date]] = defaultdict(list)
        for directive in marked:
            used = written(directive.meta, MANDATE)
            if used is not None and written(directive.meta, "direct-debit") is not None:
                self._collected[str(used)].append(directive.date)

    def collected(self, id_: str) -> Sequence[date]:
        """The days on which money was collected by a mandate, later ones too."""
        return self._collected.get(id_, [])

    def known_on(self, day: date) -> Mapping[str, Mandate]:
        """The mandates written down by a day, as amended by then, by their ids."""
        return {
            id_: self._mandate(id_, said, day)
            for id_, said in self._said.items()
            if said[0].day <= day
        }

    def of_client(self, client: str, day: date, known_on: date) -> Mandate | None:
        """The mandate to collect by from a client on a day.

        Of several the last one signed that is good on the day, else the last one.

        Args:
            client: Id of the client.
            day: The day of collection.
            known_on: The day on which it is decided.

        Returns:
            None if there is none.
        """
        mandates = [
            self._mandate(id_, said, known_on)
            for id_, said in self._said.items()
            if self._client[id_] == client and said[0].day <= known_on
        ]
        return max(
            mandates,
            key=lambda m: (
                not m.obstacle(day, self.collected(m.id)),
                m.signed,
                m.id,
            ),
            default=None,
        )

    def notice(self, document: Document, us: Party) -> DebitNotice | None:
        """What an invoice says of its collection, as known on its day.

        Args:
            document: The invoice.
            us: Ourselves, on that day.

        Returns:
            None if its client has no mandate that is good on the due date, or we have
            no creditor identifier.
        """
        creditor_id = us.text("creditor-id")
        if not self._said or document.is_credit or document.currency != "EUR":
            return None
        issued = document.issued
        mandate = self.of_client(document.party, document.due, issued)
        if mandate is None or not mandate.iban or not creditor_id:
            return None
        earlier = [day for day in self.collected(mandate.id) if day < issued]
        if mandate.signed > issued or mandate.obstacle(document.due, earlier):
            return None
        return DebitNotice(
            mandate=mandate.id, iban=mandate.iban, creditor_id=creditor_id
        )

    def _mandate(self, id_: str, said: Sequence[Amendment], day: date) -> Mandate:
        client, first = self._client[id_], said[0]
        facts = {key: fact.value for key, fact in facts_on(said, day).items()}
        record = self._directory.as_of(PartyRole.CLIENT, client, day)
        own = str(facts.get("iban") or "")
        notice = facts.get("notice-days")
        return Mandate(
            id=id_,
            client=client,
            signed=facts.get("signed") or first.day,
            scheme=DebitScheme(str(facts.get("scheme") or DebitScheme.CORE).upper()),
            iban=compact_iban(own or record.text("iban")),
            bic=str(facts.get("bic") or "") if own else record.text("bic"),
            is_one_off=facts.get("one-off") is True,
            final=facts.get("final"),
            ended=facts.get("ended"),
            notice_days=None if notice is None else int(notice),
            place=first.place,
        )

    def _read(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        is_right = len(values) == 2 and all(
            isinstance(value, str) and value.strip() for value in values
        )
        if not is_right:
            text = (
                "a mandate needs its id and a client's, in quotes; write"
                f' {custom.date} custom "mandate" "M-17" "acme"'
            )
            self._refuse(custom, text)
            return
        id_, client = values
        wrong = self._wrong(id_, client, custom)
        if wrong:
            self._refuse(custom, f"mandate {id_}: {wrong}")
            return
        self._client[id_] = client
        self._said.setdefault(id_, []).append(self._keys(custom, f"mandate {id_}"))

    def _wrong(self, id_: str, client: str, custom: Custom) -> str:
        """Why a directive can't be read; empty if it can."""
        other = self._client.get(id_, client)
        if other != client:
            return f'is "{other}"\'s, and here "{client}"\'s; write another id'
        if len(id_) > _ID_MAX:
            return f"has more than {_ID_MAX} characters; write its id in full, shorter"
        known = self._directory.ids(PartyRole.CLIENT)
        if client not in known:
            remedy = suggestion(client, known) or (
                f'; write {custom.date} custom "client" "{client}" "NAME" above it'
            )
            return f'"{client}" is no client by then{remedy}'
        scheme = written(custom.meta, "scheme")
        if scheme is not None and str(scheme).upper() not in set(DebitScheme):
            return f'scheme: {scheme} is none; write "CORE" or "B2B"'
        days = written(custom.meta, "notice-days")
        if _is_number(days) and not (days == int(days) and 1 <= days <= _NOTICE_MAX):
            return f"notice-days: {days} are no days; write 5, say"
        return ""

    def _refuse(self, custom: Custom, text: str) -> None:
        self.findings.append(finding(BAD_MANDATE, place_of(custom), text))

    def _keys(self, custom: Custom, about: str) -> Amendment:
        """What a directive says; what can't be read is reported and left out."""
        mistakes = list(check_keys(custom, On.MANDATE, about))
        self.findings += mistakes
        wrong = {each.key for each in mistakes if each.kind is BAD_VALUE}
        facts = {
            key: written(custom.meta, key)
            for key in custom.meta
            if key in keys_on(On.MANDATE) and key not in wrong
        }
        return Amendment(day=custom.date, facts=facts, place=place_of(custom))


def _is_number(value: object) -> TypeGuard[Decimal]:
    return isinstance(value, Decimal) and value.is_finite()
