"""Words for our parties, and for ourselves."""

from __future__ import annotations

from ledgerkit.language.word import (
    ANYBODY,
    PARTY,
    TEMPLATE,
    CustomType,
    Holds,
    IdPlace,
    Key,
    On,
    key,
)

_VENDOR = (On.VENDOR,)


_COMPANY = (On.COMPANY,)


PARTY_KEYS: tuple[Key, ...] = (
    key(
        "iban-confirmed",
        (On.VENDOR,),
        "Day on which the vendor itself confirmed its IBAN.",
        Holds.DATE,
    ),
    key("account", PARTY, "Control sub-account of the party's own.", Holds.ACCOUNT),
    key("aliases", PARTY, "Other spellings of the name, divided by commas."),
    key("manager", PARTY, "Id of the manager of the relation.", of=(On.MANAGER,)),
    key("status", PARTY, "Status of the relation, e.g. lead, active or lost."),
    key("parent", PARTY, "Id of the party that this one belongs to.", of=PARTY),
    key("legal-name", ANYBODY, "Registered name, where it differs."),
    key("vat-id", ANYBODY, "VAT identification number, with its country."),
    key("tax-id", ANYBODY, "National tax number."),
    key("email", ANYBODY, "E-mail address for invoices and reminders."),
    key("tel", ANYBODY, "Telephone number."),
    key("street", ANYBODY, "Street and number."),
    key("postal-code", ANYBODY, "Postal code."),
    key("locality", ANYBODY, "Town."),
    key("region", ANYBODY, "Province or state."),
    key("country", ANYBODY, "Country, as its two-letter ISO 3166 code."),
    key("lang", ANYBODY, "Language of its documents, as an ISO 639 code."),
    key("currency", PARTY, "Currency of its documents."),
    key("payment-terms", PARTY, "Terms of documents that state none."),
    key(
        "business-days",
        PARTY,
        "Rule for due dates by terms that fall on a holiday, as in the setting.",
    ),
    key("credit-limit", PARTY, "Highest balance that it may owe.", Holds.AMOUNT),
    key(
        "expense-account",
        _VENDOR,
        "Account of its bills' lines that name none.",
        Holds.ACCOUNT,
    ),
    key("tax", _VENDOR, "Tax code of its bills' lines that name none."),
    key("withholding", _VENDOR, "Tax kept back from its bills, e.g. RT02 20 A."),
    key(
        "form-1099",
        (On.VENDOR, On.POSTING),
        'Form and box that reports its payments, e.g. NEC 1; on a line also "none".',
    ),
    key(
        "withholding-account",
        _VENDOR,
        "Account of the tax kept back from its bills.",
        Holds.ACCOUNT,
    ),
    key("cadence", PARTY, "Interval at which to be in touch, e.g. P30D or P2W."),
    key("tier", PARTY, "Importance of the relation."),
    key(
        "tags",
        (*PARTY, *TEMPLATE),
        "Words to find it by, divided by spaces or commas.",
    ),
    key("peppol-id", ANYBODY, "Address in the Peppol network."),
    key("sdi-code", PARTY, "Italian e-invoice recipient code."),
    key("pec", ANYBODY, "Italian certified e-mail address."),
    key("website", _COMPANY, "Address of our web site."),
    key("register", _COMPANY, "Number in the register of companies."),
    key("logo", _COMPANY, "File with our logo, beside the main ledger."),
    key("tax-regime", _COMPANY, "Italian tax regime, e.g. RF01."),
)


PARTY_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="client",
        values='ID NAME, e.g. "acme" "Acme S.r.l."',
        ids=(IdPlace(0, On.CLIENT),),
        meaning="Declares a client; a later one with the same id amends the record.",
    ),
    CustomType(
        name="vendor",
        values='ID NAME, e.g. "rossi" "Tipografia Rossi"',
        ids=(IdPlace(0, On.VENDOR),),
        meaning="Declares a vendor; a later one with the same id amends the record.",
    ),
    CustomType(
        name="company",
        values='NAME, e.g. "Studio Aurora"',
        meaning="Says who we are, for our invoices; a later one amends the record.",
    ),
)
