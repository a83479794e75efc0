"""The activity of cash that an account's name tells, where nothing states one.

Whole components, compared by their `bare_name`. What no word tells stays unclassified,
and is named: a cash flow in the wrong place is a wrong figure.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.chart_of_accounts import RootAccount, bare_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_INVESTING = """
    Equipment OfficeEquipment ComputerEquipment Computers Computer Hardware Machinery
    Machines Machine Vehicles Vehicle Cars Car Van Vans Furniture Fixtures Fittings
    FurnitureAndFixtures Buildings Building Property Premises Land Plant
    PropertyPlantAndEquipment PPE FixedAssets FixedAsset Fixed NonCurrent Intangibles
    Intangible Software Licences Licenses Patents Trademarks Goodwill Investments
    Investment Securities Shares Bonds Tools Improvements LeaseholdImprovements
    AccumulatedDepreciation Depreciation AccumulatedAmortisation
    AccumulatedAmortization Deposit Deposits RentDeposit SecurityDeposit
    Anlagevermögen Anlagen Sachanlagen Maschinen Fahrzeuge Fuhrpark Pkw Gebäude
    Grundstücke Büroausstattung Betriebsausstattung Geschäftsausstattung Möbel
    Beteiligungen Wertpapiere Kaution Kautionen
    Immobilizzazioni Macchinari Attrezzature Impianti Automezzi Autoveicoli Fabbricati
    Terreni Mobili Arredi Partecipazioni Titoli Cauzioni DepositiCauzionali
    FondoAmmortamento
    Immobilisations Matériel Machinerie Véhicules Bâtiments Constructions Terrains
    Mobilier Agencements Participations Cautions
    Inmovilizado Maquinaria Vehículos Edificios Terrenos Mobiliario Inversiones Fianzas
"""
_FINANCING = """
    Loan Loans BankLoan BankLoans Mortgage Mortgages Borrowing Borrowings Lease Leases
    LeaseLiability CreditLine LineOfCredit Overdraft NotesPayable Debentures
    ShareholderLoan ShareholderLoans DirectorsLoan DirectorLoan OwnersLoan
    Darlehen Kredit Kredite Bankdarlehen Hypothek Hypotheken Leasingverbindlichkeiten
    Gesellschafterdarlehen
    Finanziamento Finanziamenti Mutuo Mutui DebitiVersoBanche SociCFinanziamenti
    Emprunt Emprunts Prêt Prêts CompteCourantAssocié
    Préstamo Préstamos Hipoteca Hipotecas
"""
_OPERATING = """
    VAT InputVAT OutputVAT SalesTax GST HST PST Tax Taxes IncomeTax CorporationTax
    TaxPayable TaxReceivable Payroll PayrollTax PayrollTaxes Wages Salaries
    WagesPayable SalariesPayable Social SocialSecurity SocialContributions Pension
    Pensions PAYE NIC NationalInsurance Withholding WithholdingTax Prepaid Prepaids
    Prepayments Prepayment PrepaidExpenses PrepaidRent Accrued Accruals Accrual
    AccruedExpenses AccruedIncome AccruedLiabilities Deferred DeferredIncome
    DeferredRevenue UnearnedRevenue Provisions Provision Severance Inventory
    Inventories Stock Stocks Goods WorkInProgress WIP Advances CustomerAdvances
    ClientAdvances VendorAdvances SupplierAdvances CreditCard CreditCards Cards
    Suspense Clearing Transfers Allowance Undeposited Rounding Employees Expenses
    Reimbursements GiftCards Vouchers
    Vorsteuer Umsatzsteuer USt MwSt Steuern Lohnsteuer Sozialversicherung Löhne
    Gehälter Rückstellungen Vorräte Waren Anzahlungen Rechnungsabgrenzung Kreditkarte
    Kreditkarten Durchlaufposten Geldtransit
    IVA IVAACredito IVAADebito Erario Imposte Ritenute INPS INAIL Dipendenti Stipendi
    TFR Rimanenze Magazzino Merci Acconti Anticipi Ratei Risconti CartaDiCredito
    TVA Impôts URSSAF Salaires Personnel Stock Avances Acomptes ChargesConstatées
    CarteDeCrédit
    Impuestos SeguridadSocial Salarios Existencias Anticipos TarjetaDeCrédito
"""


@cache
def _names() -> Mapping[str, CashActivity]:
    return {
        bare_name(word): activity
        for activity, words in (
            (CashActivity.OPERATING, _OPERATING),
            (CashActivity.FINANCING, _FINANCING),
            (CashActivity.INVESTING, _INVESTING),
        )
        for word in words.split()
    }


def activity_by_name(account: str, root: RootAccount | None) -> CashActivity:
    """The activity that an account's type or name tells; the narrowest name first.

    >>> activity_by_name("Assets:Fixed:Van", RootAccount.ASSETS).value
    'investing'
    >>> activity_by_name("Liabilities:Aunt", RootAccount.LIABILITIES).value
    'unclassified'
    """
    if root in {RootAccount.INCOME, RootAccount.EXPENSES}:
        return CashActivity.OPERATING
    if root is RootAccount.EQUITY:
        return CashActivity.FINANCING
    names = _names()
    for component in reversed(account.split(":")[1:]):
        found = names.get(bare_name(component))
        if found is not None:
            return found
    return CashActivity.UNCLASSIFIED
