"""The usual names of accounts, in the languages of those who keep books.

Whole components, compared by their `bare_name`. A broad word, such as the Italian
*Crediti*, counts only where no narrower name stands below it: of *Crediti:Clienti* and
*Crediti:Erario* only the former is owed by clients. Words for any debt, loans among
them, are left out: a missing figure is named, a wrong one isn't.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import Role, RoleName, RootAccount

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECEIVABLE: Mapping[str, str] = {
    "English": """
        Receivable Receivables AccountsReceivable AccountReceivable AccountsReceivables
        AcctsReceivable AR
        TradeReceivable TradeReceivables TradeAccountsReceivable
        AccountsReceivableTrade CustomerReceivables ClientReceivables
        Debtors TradeDebtors SundryDebtors DebtorsControl DebtorsControlAccount
        SalesLedger SalesLedgerControl Customers Clients
    """,
    "German": """
        Forderungen ForderungenLL ForderungenALL ForderungenAusLL
        ForderungenAusLieferungenUndLeistungen Kundenforderungen ForderungenKunden
        ForderungenAnKunden Debitoren Kunden
    """,
    "Italian": """
        Clienti CreditiClienti CreditiVClienti CreditiVsClienti CreditiVersoClienti
        CreditiCommerciali Crediti
    """,
    "French": """
        Clients Créances CréancesClients ComptesClients ClientsEtComptesRattachés
        Débiteurs ComptesÀRecevoir
    """,
    "Spanish": """
        Clientes CuentasPorCobrar CuentasACobrar Deudores DeudoresPorVentas
        DeudoresComerciales CréditosPorVentas
    """,
    "Portuguese": "Clientes ContasAReceber Devedores",
    "Catalan": "Clients Deutors",
    "Dutch": "Debiteuren Handelsdebiteuren Vorderingen Klanten",
    "Swedish": "Kundfordringar Kundfordran Fordringar Kunder",
    "Danish": """
        Debitorer Varedebitorer Tilgodehavender TilgodehavenderFraSalg Kunder
    """,
    "Norwegian": "Kundefordringer Kundefordring Kunder",
    "Icelandic": "Viðskiptakröfur Viðskiptamenn",
    "Finnish": "Myyntisaamiset Myyntisaatavat Asiakkaat",
    "Estonian": "Nõuded NõudedOstjatele NõudedOstjateVastu Ostjad Kliendid",
    "Latvian": "Debitori Pircēji NorēķiniArPircējiem Klienti",
    "Lithuanian": """
        Pirkėjai PirkėjųSkolos PirkėjųĮsiskolinimas GautinosSumos Debitoriai Klientai
    """,
    "Polish": """
        Należności NależnościOdOdbiorców Odbiorcy RozrachunkiZOdbiorcami Klienci
    """,
    "Czech": "Pohledávky PohledávkyZObchodníchVztahů Odběratelé Zákazníci",
    "Slovak": "Pohľadávky PohľadávkyZObchodnéhoStyku Odberatelia Zákazníci",
    "Hungarian": "Vevők Vevőkövetelések Követelések",
    "Romanian": "Clienți Creanțe CreanțeComerciale Debitori",
    "Croatian and Serbian": """
        Kupci Potraživanja PotraživanjaOdKupaca PotraživanjaOdKupca
        Купци Потраживања
    """,
    "Slovene": "Terjatve TerjatveDoKupcev Kupci",
    "Bulgarian": "Клиенти Вземания ВземанияОтКлиенти",
    "Greek": "Πελάτες Απαιτήσεις ΕμπορικέςΑπαιτήσεις",
    "Russian": "Дебиторы ДебиторскаяЗадолженность Покупатели Клиенты Заказчики",
    "Ukrainian": "Дебітори ДебіторськаЗаборгованість Покупці Клієнти",
    "Turkish": "Alacaklar TicariAlacaklar Alıcılar Müşteriler",
    "Chinese": "应收账款 应收帐款 應收帳款 應收賬款",
    "Japanese": "売掛金",
    "Korean": "외상매출금 매출채권",
}

_PAYABLE: Mapping[str, str] = {
    "English": """
        Payable Payables AccountsPayable AccountPayable AcctsPayable AP
        TradePayable TradePayables TradeAccountsPayable AccountsPayableTrade
        SupplierPayables VendorPayables
        Creditors TradeCreditors SundryCreditors CreditorsControl
        CreditorsControlAccount PurchaseLedger PurchaseLedgerControl Suppliers Vendors
    """,
    "German": """
        Verbindlichkeiten VerbindlichkeitenLL VerbindlichkeitenALL
        VerbindlichkeitenAusLL VerbindlichkeitenAusLieferungenUndLeistungen
        Lieferantenverbindlichkeiten VerbindlichkeitenLieferanten Kreditoren
        Lieferanten
    """,
    "Italian": """
        Fornitori DebitiFornitori DebitiVFornitori DebitiVsFornitori
        DebitiVersoFornitori DebitiCommerciali
    """,
    "French": """
        Fournisseurs DettesFournisseurs ComptesFournisseurs
        FournisseursEtComptesRattachés Créanciers ComptesÀPayer
    """,
    "Spanish": """
        Proveedores CuentasPorPagar CuentasAPagar Acreedores AcreedoresComerciales
    """,
    "Portuguese": "Fornecedores ContasAPagar Credores",
    "Catalan": "Proveïdors Creditors",
    "Dutch": "Crediteuren Handelscrediteuren Leveranciers",
    "Swedish": "Leverantörsskulder Leverantörsskuld Leverantörer",
    "Danish": "Kreditorer Varekreditorer Leverandørgæld Leverandører",
    "Norwegian": "Leverandørgjeld Leverandører",
    "Icelandic": "Viðskiptaskuldir Lánardrottnar Birgjar",
    "Finnish": "Ostovelat Toimittajat",
    "Estonian": "Võlad VõladTarnijatele VõladHankijatele Hankijad Tarnijad",
    "Latvian": "Kreditori Piegādātāji NorēķiniArPiegādātājiem",
    "Lithuanian": "Tiekėjai SkolosTiekėjams MokėtinosSumos Kreditoriai",
    "Polish": "Zobowiązania ZobowiązaniaWobecDostawców Dostawcy RozrachunkiZDostawcami",
    "Czech": "Závazky ZávazkyZObchodníchVztahů Dodavatelé",
    "Slovak": "Záväzky ZáväzkyZObchodnéhoStyku Dodávatelia",
    "Hungarian": "Szállítók SzállítóiKötelezettségek Kötelezettségek",
    "Romanian": "Furnizori DatoriiComerciale Creditori",
    "Croatian and Serbian": """
        Dobavljači Obveze ObvezePremaDobavljačima Obaveze ObavezePremaDobavljačima
        Добављачи Обавезе
    """,
    "Slovene": "Obveznosti ObveznostiDoDobaviteljev Dobavitelji",
    "Bulgarian": "Доставчици Задължения ЗадълженияКъмДоставчици",
    "Greek": "Προμηθευτές Υποχρεώσεις ΕμπορικέςΥποχρεώσεις",
    "Russian": "Кредиторы КредиторскаяЗадолженность Поставщики",
    "Ukrainian": "Кредитори КредиторськаЗаборгованість Постачальники",
    "Turkish": "TicariBorçlar Satıcılar Tedarikçiler",
    "Chinese": "应付账款 应付帐款 應付帳款 應付賬款",
    "Japanese": "買掛金",
    "Korean": "외상매입금 매입채무",
}

_BANK: Mapping[str, str] = {
    "English": """
        Bank Banks BankAccount BankAccounts CashAtBank Checking CheckingAccount
        Chequing ChequeAccount CurrentAccount Savings SavingsAccount
    """,
    "German": """
        Bankkonto Bankkonten Banken Bankguthaben Girokonto Girokonten Giro Sparkonto
        Geschäftskonto Geschaeftskonto Kontokorrent Tagesgeldkonto
    """,
    "Italian": "Banca Banche ContoCorrente ContiCorrenti ContoBancario ContiBancari",
    "French": """
        Banque Banques CompteBancaire ComptesBancaires CompteCourant CompteChèques
    """,
    "Spanish": """
        Banco Bancos CuentaBancaria CuentasBancarias CuentaCorriente CuentasCorrientes
        CuentaDeAhorro CuentaDeAhorros
    """,
    "Portuguese": """
        Banco Bancos ContaBancária ContasBancárias ContaCorrente ContaÀOrdem
        DepósitosÀOrdem
    """,
    "Catalan": "Banc Bancs CompteCorrent",
    "Dutch": "Bankrekening Bankrekeningen Banken Betaalrekening Spaarrekening",
    "Swedish": """
        Bankkonto Bankkonton Företagskonto Checkkonto Checkräkningskonto Plusgiro
    """,
    "Danish": "Bankkonto Bankkonti Driftskonto",
    "Norwegian": "Bankkonto Bankkontoer Bankinnskudd Driftskonto Sparekonto",
    "Icelandic": "Banki Bankareikningur",
    "Finnish": "Pankki Pankkitili Pankkitilit Käyttötili Säästötili",
    "Estonian": "Pank Pangakonto Arvelduskonto",
    "Latvian": "Banka BankasKonts NorēķinuKonts",
    "Lithuanian": "Bankas BankoSąskaita AtsiskaitomojiSąskaita",
    "Polish": "Banki RachunekBankowy RachunkiBankowe RachunekBieżący KontoBankowe",
    "Czech": "Banka BankovníÚčet BankovníÚčty BěžnýÚčet SpořicíÚčet",
    "Slovak": "Banka BankovýÚčet BankovéÚčty BežnýÚčet",
    "Hungarian": "Bankszámla Bankszámlák Folyószámla",
    "Romanian": "Bancă Bănci ContBancar ConturiBancare ContCurent ConturiLaBănci",
    "Croatian and Serbian": """
        Banka ŽiroRačun BankovniRačun PoslovniRačun TekućiRačun Банка
    """,
    "Slovene": "Banka TransakcijskiRačun BančniRačun",
    "Bulgarian": "Банка БанковаСметка РазплащателнаСметка",
    "Greek": "Τράπεζα Τράπεζες ΤραπεζικόςΛογαριασμός ΚαταθέσειςΌψεως",
    "Russian": "Банк Банки РасчётныйСчёт",
    "Ukrainian": "Банк БанківськийРахунок ПоточнийРахунок",
    "Turkish": "Banka Bankalar BankaHesabı VadesizHesap",
    "Chinese": "银行 银行存款 銀行 銀行存款",
    "Japanese": "銀行 普通預金 当座預金",
    "Korean": "은행 보통예금",
}

_CASH: Mapping[str, str] = {
    "English": "Cash PettyCash CashOnHand CashInHand CashBox Till",
    "German": "Kasse Kassa Bargeld Barkasse Handkasse Portokasse",
    "Italian": "Cassa Contanti CassaContanti PiccolaCassa",
    "French": "Caisse Caisses Espèces PetiteCaisse",
    "Spanish": "Caja Efectivo CajaChica CajaMenor",
    "Portuguese": "Caixa Numerário Dinheiro FundoDeManeio",
    "Catalan": "Caixa Efectiu",
    "Dutch": "Kas Kasgeld Contanten KleineKas",
    "Swedish": "Kassa Kontanter Handkassa",
    "Danish": "Kasse Kontanter Kassebeholdning",
    "Norwegian": "Kasse Kontanter Kontantkasse",
    "Icelandic": "Reiðufé",
    "Finnish": "Käteinen Kassa Käteiskassa",
    "Estonian": "Kassa Sularaha",
    "Latvian": "Kase SkaidraNauda",
    "Lithuanian": "Kasa Grynieji GryniejiPinigai",
    "Polish": "Kasa Gotówka",
    "Czech": "Pokladna Hotovost",
    "Slovak": "Pokladnica Pokladňa Hotovosť",
    "Hungarian": "Pénztár Házipénztár Készpénz",
    "Romanian": "Casierie Numerar",
    "Croatian and Serbian": "Blagajna Gotovina Благајна Готовина",
    "Slovene": "Blagajna Gotovina",
    "Bulgarian": "Каса ПариВБрой",
    "Greek": "Ταμείο Μετρητά",
    "Russian": "Касса Наличные",
    "Ukrainian": "Каса Готівка",
    "Turkish": "Kasa Nakit",
    "Chinese": "现金 库存现金 現金",
    "Japanese": "現金",
    "Korean": "현금",
}

_BROAD = """
    Forderungen Crediti Créances Vorderingen Fordringar Tilgodehavender Nõuded
    Należności Pohledávky Pohľadávky Követelések Creanțe Potraživanja Потраживања
    Terjatve Вземания Απαιτήσεις Alacaklar
    Verbindlichkeiten Võlad Zobowiązania Závazky Záväzky Kötelezettségek Obveze Obaveze
    Обавезе Obveznosti Задължения Υποχρεώσεις
"""
#: The words for every claim or debt of a business, not only of its trade.
BROAD_NAMES = frozenset(_BROAD.split())

#: The words of each role by language, with the root under which they count.
NAMES_BY_LANGUAGE: Mapping[Role, tuple[RootAccount, Mapping[str, str]]] = {
    Role.RECEIVABLE: (RootAccount.ASSETS, _RECEIVABLE),
    Role.PAYABLE: (RootAccount.LIABILITIES, _PAYABLE),
    Role.BANK: (RootAccount.ASSETS, _BANK),
    Role.CASH: (RootAccount.ASSETS, _CASH),
}

#: The usual names of these accounts.
USUAL_NAMES: tuple[RoleName, ...] = tuple(
    RoleName(root=root, component=component, role=role, broad=component in BROAD_NAMES)
    for role, (root, languages) in NAMES_BY_LANGUAGE.items()
    for words in languages.values()
    for component in dict.fromkeys(words.split())
)
