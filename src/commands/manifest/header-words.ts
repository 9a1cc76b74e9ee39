// The words with which headers in many languages (most of Europe, Japanese, Korean) name the columns of a
// sale. Words only: what a header means is decided in guess-header.ts.
import {
  AMOUNT,
  CANCELLED,
  CANCELLED_FLAG,
  CANCELLED_TIME,
  CLOCK_PART,
  DATE_PART,
  FIELD,
  NET_TOTAL,
  RECEIPT_TOTAL,
  STATUS,
  type Meaning,
} from './words.js';

/** Both orders of each pair of words. */
const pairs = (firsts: string, seconds: string): string[] =>
  firsts.split(' ').flatMap((first) => seconds.split(' ').flatMap((second) => [first + second, second + first]));

const RECEIPTS = 'receipt ticket order sale invoice basket transaction trans txn check';
const RECEIPT_TOTALS = [
  pairs(RECEIPTS, 'total amount sum'),
  pairs(
    'bon kassenbon beleg belegs kassenbeleg rechnungs rechnung auftrags bestell einkaufs',
    'summe betrag gesamt gesamtsumme gesamtbetrag endbetrag endsumme total wert',
  ),
  pairs('ticket recu facture commande caisse piece', 'total totalttc montant montanttotal montantttc'),
  pairs('ticket recibo factura pedido compra venta venda fatura talao', 'total importe importetotal valor valortotal'),
  pairs('scontrino ricevuta fattura ordine vendita', 'totale importo importototale'),
  pairs('bon kassabon bonnetje factuur bestelling', 'totaal bedrag totaalbedrag eindbedrag'),
  pairs('paragonu paragon faktury zamowienia rachunku', 'kwota suma wartosc razem kwotabrutto'),
  'amountpaid amountdue totalpaid totaldue zahlbetrag zahlungsbetrag zuzahlen endsumme bezahlterbetrag netapayer',
  'totalapayer montantpaye totalapagar importepagado importecobrado valorpago totaledapagare importopagato tebetalen',
  'betaaldbedrag eindbedrag dozaplaty zaplacono kwotazaplacona kwotadozaplaty gezahlt bezahlt verkaufsbetrag ' +
    'kassenbetrag salestotal paidamount totalregle montantregle totalpaye totalpagado totalepagato doctotal ' +
    'documenttotal',
].flat();

const LINE_TOTALS = [
  pairs('positions position zeilen zeile posten artikel', 'summe betrag gesamt gesamtpreis gesamtbetrag total wert'),
  pairs('line lineitem item row product article', 'total amount sum value subtotal'),
  pairs('ligne article produit', 'total totalttc montant montantttc'),
  pairs('linea articulo producto linha artigo produto', 'total importe subtotal valor'),
  pairs('riga articolo prodotto', 'totale importo'),
  pairs('regel artikel product', 'totaal bedrag'),
  pairs('pozycji pozycja linii', 'kwota suma wartosc razem'),
  'extendedprice extprice extprc extsoldprice lineprice pricesubtotal posbetrag possumme',
].flat();

/** Words of a header without case, accents and signs, by what they mean; the first list that fits counts. */
export const WORDS: Readonly<Record<Meaning, string>> = {
  [FIELD.email]:
    'email emailaddress mail mailaddress mailadresse emailadresse eadres emailadres courriel adresseemail ' +
    'adressemail correo correoelectronico indirizzoemail postaelettronica enderecoemail enderecodeemail adresemail ' +
    'adresmailowy epost epostadress epostadresse mailadress emailadress sahkoposti eposta メールアドレス メール ' +
    '会員メールアドレス 注文者メールアドレス 購入者メールアドレス 이메일 이메일주소 메일',
  [FIELD.phone]:
    'phone phonenumber mobile mobilephone mobilenumber telephone tel telefon telefonnummer handy handynummer mobil ' +
    'mobilnummer rufnummer telephoneportable numerodetelephone portable telefono movil celular numerodetelefono ' +
    'cellulare numeroditelefono telefone telemovel telefoonnummer telefoon mobiel mobielnummer numertelefonu ' +
    'komorka mobiltelefon tlf tlfnr telportable telmobile numtel telmovil telcellulare cellular cellphone fone ' +
    'puhelin puhelinnumero matkapuhelin telefonszam ceptelefonu 電話番号 電話 携帯電話 携帯番号 携帯電話番号 ' +
    '注文者電話番号 휴대전화 휴대폰 휴대폰번호 전화번호 연락처',
  [FIELD.firstName]:
    'firstname fn givenname forename vorname prenom nombre nombredepila nome primeironome voornaam imie fornamn ' +
    'fornavn nombres prenoms nomes fname firstnm fstnam customerfirst etunimi jmeno meno keresztnev utonev prenume ' +
    'musteriadi adi 名',
  [FIELD.lastName]:
    'lastname ln surname familyname nachname familienname nomdefamille apellido apellidos cognome sobrenome apelido ' +
    'achternaam nazwisko efternamn efternavn etternavn apellidopaterno primerapellido lname lastnm lstnam ' +
    'customerlast sukunimi prijmeni priezvisko vezeteknev csaladnev numefamilie soyadi musterisoyadi 姓',
  [FIELD.city]:
    'city ct town ort stadt wohnort ville ciudad localidad citta cidade stad plaats woonplaats miasto postort ' +
    'poststed bynavn suburb locality poblacion municipio commune comune miejscowosc kaupunki postitoimipaikka mesto ' +
    'varos telepules oras localitate sehir 市区町村 市町村',
  [FIELD.state]:
    'state st uf region province provincia bundesland estado provincie wojewodztwo statecode prov judet ' + '都道府県',
  [FIELD.zip]:
    'zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal cp cap codiceavviamentopostale cep ' +
    'kodpocztowy kodpoczt codpostal postnummer zippostalcode postalzip zipcod pincode postinumero psc iranyitoszam ' +
    'irsz postakodu 郵便番号 우편번호',
  [FIELD.country]: 'country countrycode countryid land pays pais paese kraj zeme krajina',
  [FIELD.gender]:
    'gender gen sex geschlecht anrede sexe genre sexo genero sesso genere geslacht plec civilite ' +
    'salutation aanhef tratamiento tratamento pohlavi pohlavie ' +
    '性別 성별',
  [FIELD.customer]:
    'customerid customernumber customerno customercode customerkey kundennummer kundenid kdnr idclient ' +
    'numeroclient codeclient idcliente numerocliente codigocliente codicecliente numerodecliente klantnummer klantid ' +
    'numerklienta idklienta memberid loyaltynumber loyaltyid userid externid externalid ' +
    'kundnummer kundid kundenummer medlemsnummer ' +
    'custno custnbr custid custaccount customeraccount memberno membernumber membershipnumber loyaltyno ' +
    'loyaltycardnumber kundenkartennummer numerocartefidelite codicefidelity kunnr kunag ' +
    '会員番号 会員id 会員コード 顧客番号 顧客id 顧客コード 회원번호 고객번호',
  [FIELD.order]:
    'transactionid transactionnumber transactionno transactionnr transactioncode transid transno transnumber ' +
    'transseq txnid ticketid ticketnumber ticketno checkid checknumber checkno kassenbon kassenbonnummer nodavenda ' +
    'numerodavenda venda bonid belegid transaction receiptnumber receiptno receiptid receipt orderid ordernumber ' +
    'orderno orderkey transactionkey salekey order saleid salenumber incrementid orderref orderreference ' +
    'merchantreference transnbr trannbr transnum trannum checknum chknum ordernum ordernbr receiptnum ticketnum ' +
    'invoicenumber invoiceno invoiceid invoice bon bonnummer beleg belegnummer transaktionsid transaktionid ' +
    'rechnungsnummer bestellnummer auftragsnummer transaktion transaktionsnummer ticket numeroticket numerodeticket ' +
    'numerodecommande commande facture numerofacture recibo pedido numerodepedido numeropedido factura ' +
    'numerofactura scontrino numeroscontrino numeroordine ordine ricevuta fattura fatura numerodopedido talao ' +
    'bonnetje kassabon bestelnummer factuurnummer transactie paragon numerparagonu nrparagonu numerzamowienia ' +
    'zamowienie faktura numerfaktury txn txnnumber txnno rcpt rcptnumber inv invnumber tkt tktnumber kvitto ' +
    'kvittonummer kvitteringsnummer kvittering bongnummer ordrenummer ordernummer fakturanummer transaksjonsnummer ' +
    'transaksjonsid kopnummer docnum docnumber docno documentnumber documentno vbeln folio saleno numerdokumentu ' +
    'nrdokumentu bookingref bookingreference bookingid bookingnumber bookingno confirmationnumber confirmationno ' +
    'buchungsnummer dealid dealnumber dealno opportunityid recordid idzamowienia numeropiece numpiece cislodokladu ' +
    'cisloobjednavky cislouctenky bizonylatszam szamlaszam rendelesszam nyugtaszam nrbon numarbon numarcomanda ' +
    'nrfactura fisno fisnumarasi siparisno belgeno kuittinumero tilausnumero trx trxid trxno trxnbr trxnumber ordno ' +
    'ordnbr rechnung rechnungnummer bestellung auftrag 伝票番号 注文番号 受注番号 レシート番号 取引番号 売上番号 ' +
    '注文id 取引id 주문번호 영수증번호 거래번호',
  [FIELD.time]:
    'datetime timestamp eventtime transactiontime transactiondate saledate orderdate purchasedate purchasedat ' +
    'paidat createdat created createdon datecreated processedat completedat closedat orderedat placedat ordertime ' +
    'saletime ts ordertimestamp eventtimestamp orderts eventts transactionts timestampunixtimems soldat zeitpunkt ' +
    'zeitstempel datumuhrzeit kaufdatum verkaufsdatum bestelldatum rechnungsdatum belegdatum dateheure datedevente ' +
    'datedecommande datedachat fechahora fechadeventa fechadecompra fechapedido dataora datavendita dataordine ' +
    'datahora datadavenda datadacompra verkoopdatum besteldatum datumtijd datasprzedazy datazamowienia dataigodzina ' +
    'txndate txntimestamp datumtid datotid kopdatum orderdatum forsaljningsdatum salgsdato kobsdato kjopsdato ' +
    'ordredato tidpunkt tidspunkt tidsstempel tidsstampel solddate datesold soldon closedate closeddate closed paid ' +
    'paidon orderedon placed placedon completedon postingdate visitdate bookedat bookedon bookingdate buchungsdatum ' +
    'aankoopdatum dateofpurchase dateofsale unixtime unixtimestamp createdunix epoch epochms epochseconds ' +
    'timestampms datazlozenia datumprodeje datumpredaja idopont 日時 販売日時 注文日時 受注日時 取引日時 購入日時 ' +
    '売上日時 会計日時 주문일시 거래일시 결제일시 판매일시',
  [DATE_PART]:
    'date day datum tag jour fecha dia data giorno dzien businessdate busdate transdate transdt trandate trandt ' +
    'dato docdate fkdat erdat datepiece paivamaara pvm tarih trxdate 日付 販売日 注文日 受注日 取引日 購入日 売上日 ' +
    '会計日 주문일 거래일 결제일 판매일',
  [CLOCK_PART]:
    'time timeofday transtime transtm trantime trantm uhrzeit zeit belegzeit bonzeit verkaufszeit rechnungszeit ' +
    'heure heurevente hora horaventa ora oravendita orario tijd tijdstip verkooptijd czas godzina godz uhrz hr hrs ' +
    'txntime tid klockslag klokkeslett klokkeslaet kl erzet kellonaika klo cas ido saat trxtime 時刻 時間 販売時刻 ' +
    '注文時刻 取引時刻 売上時刻',
  [FIELD.action]:
    'action event eventname type eventtype transactiontype saletype vorgang vorgangsart art belegart ' +
    'transaktionsart typ operation typedevente typeoperation operacion tipo tipodeoperacion tipooperazione ' +
    'operazione operacao tipodeoperacao soort transactietype rodzaj typtransakcji transaktionstyp transaktionstype ' +
    'transaksjonstype handelse transtypcode transtypecode transtype trantype trxtype tickettype documenttype ' +
    'doctype tipodocumento rodzajdokumentu typdokumentu typdokladu tapahtuma tapahtumatyyppi tipus islemtipi ' +
    'islemturu 取引区分 取引種別 区分 거래구분',
  [STATUS]:
    'status financialstatus orderstate paymentstate orderpaymentstate statuscode bestellstatus auftragsstatus ' +
    'zahlungsstatus belegstatus bonstatus statut statutcommande etat etatcommande etatpaiement estadopedido ' +
    'estadodepago stato statoordine statopagamento situacao situacaodopedido statusdopedido statuspagamento ' +
    'bestelstatus betaalstatus statuszamowienia statusplatnosci stan orderstatus ordrestatus betalningsstatus ' +
    'betalingsstatus transstatcode transstatus entrystatus estatus stage dealstage opportunitystage zahlstatus ' +
    'situacaodavenda situacaovenda statusdavenda ステータス 注文ステータス 受注ステータス 注文状況 상태 주문상태 ' +
    '결제상태',
  [CANCELLED_FLAG]:
    'isvoid isvoided iscancelled iscanceled isrefund isrefunded isreturn isreturned ' +
    `${pairs('void voided postvoid cancel cancelled canceled refund refunded return returned storno', 'flag yn ind indicator kennzeichen').join(' ')} fksto`,
  [CANCELLED_TIME]: pairs(
    'cancelled canceled cancellation voided void deleted storno',
    'at on date time ts datum',
  ).join(' '),
  [CANCELLED]:
    'cancelled canceled voided void postvoid postvoided refunded returned storno storniert annule annulee anulado ' +
    'anulada annullato cancelado geannuleerd anulowany anulowane zwrot makulerad annulleret kansellert',
  [FIELD.currency]:
    'currency currencycode currencyiso amountcurrency ordercurrency wahrung waehrung devise monnaie moneda divisa ' +
    'valuta moeda waluta mena penznem parabirimi 通貨',
  [FIELD.lineTotal]: LINE_TOTALS.join(' '),
  [RECEIPT_TOTAL]: RECEIPT_TOTALS.join(' '),
  [FIELD.total]:
    // The value of an order may lack what was added or subtracted later; its total includes it.
    `${pairs(RECEIPTS, 'value').join(' ')} ` +
    'total totalamount amounttotal grandtotal ordertotal sum totalprice turnover totalcollected summe gesamt ' +
    'gesamtsumme gesamtpreis gesamtbetrag endbetrag rechnungsbetrag montanttotal totalttc montantttc importetotal ' +
    'totale importototale totaleordine valortotal totaalbedrag totaal omzet suma razem totalbelopp totalt summa ' +
    'totalbelob totalbelop ialt totalsum attbetala totalvalue valuetotal tot celkem celkemsdph celkovacena spolu ' +
    'vegosszeg osszesen fizetendo totaldeplata toplam toplamtutar geneltoplam yhteensa loppusumma maksettava 合計 ' +
    '合計金額 税込合計 税込合計金額 総合計 請求金額 支払金額 총결제금액 결제금액 합계 총금액 주문금액 totamt ' +
    'totalamt grossamt',
  [AMOUNT]:
    'amount value revenue betrag umsatz bruttobetrag bruttowert brutto montant importe importo valor bedrag kwota ' +
    'wartosc kwotabrutto wartoscbrutto belopp bruttobelopp belob belop tutar osszeg bruttoosszeg castka 金額 ' +
    '売上金額 판매금액 amt purchaserevenue einnahme einnahmen',
  [NET_TOTAL]:
    'nettotal totalnet netamount amountnet netsale netsales nettobetrag nettosumme gesamtnetto summenetto montantht ' +
    'totalht totalneto importeneto totalenetto importonetto totalliquido valorliquido nettobedrag kwotanetto ' +
    'wartoscnetto nettobelopp nettobelob nettobelop netwr netamt',
  [FIELD.productId]:
    'sku productid productcode itemid itemcode itemnumber articleid articlenumber upc artikelnummer artnr ean gtin ' +
    'barcode idproduit referenceproduit reference codearticle refarticle referencia codigoarticulo codicearticolo ' +
    'codiceprodotto codigoartigo codigodoproduto productcodesku artikelcode kodproduktu indeks kodtowaru varenummer ' +
    'produktnummer produktid itemno itemnbr skuid idsku internalreference defaultcode codiceabarre tuotenumero ' +
    'tuotekoodi kodzbozi kodtovaru cikkszam codprodus urunkodu stokkodu plu matnr 商品コード 商品番号 商品id 品番 ' +
    'janコード 상품코드 상품번호',
  [FIELD.productName]:
    'item itemname itemdescription product productname productdescription title description article articlename ' +
    'articledescription bezeichnung artikel artikelbezeichnung artikelname artikeltext produkt produktname ' +
    'produktbezeichnung ware warenbezeichnung produit nomduproduit nomproduit designation libelle libellearticle ' +
    'libelleproduit nomarticle nomdelarticle producto nombreproducto nombredelproducto descripcion articulo ' +
    'nombrearticulo nombredelarticulo descripcionarticulo prodotto nomeprodotto nomedelprodotto descrizione ' +
    'articolo nomearticolo descrizionearticolo produto nomeproduto nomedoproduto descricao descricaodoproduto ' +
    'artigo nomeartigo nomedoartigo designacao productnaam productomschrijving omschrijving artikelnaam ' +
    'artikelomschrijving nazwa nazwaproduktu nazwatowaru nazwaartykulu towar artykul opis benamning produktnamn ' +
    'artikelnamn varenavn varetekst varebetegnelse produktnavn beskrivning beskrivelse vara vare descr skuname ' +
    'tuote tuotenimi zbozi nazevzbozi tovar termek termeknev produs denumire urun urunadi desc arktx 商品名 品名 ' +
    '상품명',
  [FIELD.price]:
    'price unitprice itemprice preis einzelpreis stuckpreis stueckpreis prix prixunitaire precio preciounitario ' +
    'prezzo prezzounitario preco precounitario valorunitario prijs stuksprijs cena cenajednostkowa pris styckpris ' +
    'stykpris stykkpris apris enhetspris enhedspris priceunit prc vkpreis sellingprice skusellingprice pu ' +
    'artikelpreis bruttopreis hinta yksikkohinta ahinta jednotkovacena egysegar pret pretunitar fiyat birimfiyat ' +
    'soldprice 単価 販売価格 税込単価 판매가 단가',
  [FIELD.quantity]:
    'quantity qty qtyordered count units menge anzahl stuck stueck stuckzahl quantite qte cantidad unidades ' +
    'quantita qta quantidade qtd qtde aantal hoeveelheid ilosc sztuk szt stk anz uds unid cant antal antall qtysold ' +
    'quantitysold quantitysku maara kpl mnozstvi mnozstvo pocet mennyiseg cantitate miktar adet fkimg 数量 個数 ' +
    '수량',
  [FIELD.category]:
    'category productcategory warengruppe kategorie categorie categoria categorieproduit kategoria productgroep ' +
    'varugrupp varegruppe kategori',
  [FIELD.brand]: 'brand marke marque marca merk marka vendor varumarke varemerke',
  [FIELD.store]:
    'store storeid location storename shop filiale markt magasin tienda sucursal negozio puntovendita loja winkel ' +
    'filiaal sklep placowka butik butikk branch outlet storenbr storecode myymala prodejna predajna uzlet magazin ' +
    'magaza 店舗 店舗名 店舗コード 店名 매장 매장명',
  [FIELD.optOut]:
    'donotsell donotsellorshare donotsellmyinfo donotsellmydata donotsellmypersonalinformation donotsellinfo optout ' +
    'optedout ccpaoptout ccpaoptedout dataoptout datasaleoptout saleoptout optoutsale optoutdatasale ' +
    'keindatenverkauf datenverkaufwidersprochen nepasvendre nepasvendremesdonnees novender novendermisdatos ' +
    'novendermiinformacion nonvendere nonvendereimieidati naovender naovendermeusdados nietverkopen ' +
    'gegevensnietverkopen niesprzedawac niesprzedawacdanych',
};
