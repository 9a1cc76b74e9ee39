// The words for actions in cells, in many languages (most of Europe, Japanese, Korean). Words only: what
// cells mean is decided in guess-actions.ts.
import { byPlainWord } from './words.js';

/** Words for a sale, a refund, and what is not a sale, in the languages of header-words.ts. Keys are plain words. */
export const ACTION_WORDS = byPlainWord(
  Object.entries({
    add_to_cart: 'productadded addedtocart',
    checkout: 'checkoutstarted',
    view_detail: 'productviewed',
    purchase:
      'purchase sale sold order payment paid completed complete verkauf kauf barverkauf umsatz bezahlt vente achat ' +
      'paye venta compra pagado vendita acquisto pagato venda pago verkoop aankoop betaald sprzedaz zakup zaplacone ' +
      'invoice salesreceipt closed shipped delivered fulfilled dispatched partiallypaid partiallyrefunded ' +
      'abgeschlossen versendet versandt geliefert erledigt payee terminee expediee livree termine expedie livre ' +
      'completado completada enviado entregado completato completata spedito consegnato concluido entregue voltooid ' +
      'verzonden afgerond geleverd oplacone zrealizowane wyslane zakonczone dostarczone captured settled successful ' +
      'succeeded approved paidout rechnung placed orderplaced ordercompleted orderpaid erfolgreich genehmigt reussi ' +
      'reussie approuve approuvee exitoso exitosa aprobado aprobada aprovado aprovada approvato riuscito geslaagd ' +
      'goedgekeurd verkaufsbeleg kassenbon facture factura fattura fatura faktura paragon kassabon scontrino recibo ' +
      'success sales retailsale cashsale salesorder salesinvoice posted done invoiced deposited collected finalized ' +
      'finished awaitingfulfillment awaitingshipment awaitingpickup partiallyshipped partiallyfulfilled faturado ' +
      'paiementaccepte closedwon won fakturasprzedazy fakturavat paragonfiskalny afgehandeld verwerkt cobrado ' +
      'atendido pagada concluida finalizada finalizado finalizat livrat platit incasat prodej predaj zaplaceno ' +
      'vyrizeno eladas ertekesites satis myynti 売上 販売 購入 会計 完了 発送済み 出荷済み 支払済み 入金済み 판매 ' +
      '매출 구매확정 결제완료 배송완료 forsaljning salj kop salg kob kjop betald betalt genomford gennemfort ' +
      'fullfort levererad leveret levert',
    refund:
      'refund refunded return returned storno retoure ruckgabe rueckgabe gutschrift erstattung remboursement retour ' +
      'devolucion reembolso reso rimborso devolucao retourzending terugbetaling zwrot voided void cancelled ' +
      'canceled annulation annule cancelado annullato anulado geannuleerd anulowane storniert abgebrochen cancel ' +
      'annulee remboursee rembourse cancelada anulada reembolsado reembolsada devuelto devuelta rimborsato ' +
      'erstattet retourniert estornado devolvido terugbetaald geretourneerd zwrocone chargeback postvoid ' +
      'orderrefunded fullyrefunded ordercancelled cashrefund retailreturn salesreturn salereturn creditnote ' +
      'creditmemo reversed reversal korekta ruckerstattet anulat returnat vratka dobropis visszaru sztorno ' +
      'visszaterites iade iptal palautus hyvitys 返品 返金 取消 取り消し キャンセル 返品済み 返金済み 취소 취소완료 ' +
      '환불 환불완료 반품 반품완료 aterbetalning aterbetald aterkop kredit kreditering refusion refusjon ' +
      'tilbagebetaling tilbakebetaling makulerad annullerad annulleret kansellert retur returnerad returneret ' +
      'returnert',
    unknown:
      'pending incomplete verlopen pendingpayment awaitingpayment onhold failed declined refused rejected denied ' +
      'draft abandoned expired unpaid notpaid ausstehend offen zahlungausstehend inwartestellung fehlgeschlagen ' +
      'abgelehnt entwurf unbezahlt enattente impaye impayee echouee echec brouillon pendiente enespera fallido ' +
      'borrador nopagado insospeso inattesa nonpagato fallito bozza pendente aguardandopagamento falhou rascunho ' +
      'openstaand inafwachting mislukt oczekujace nieoplacone wstrzymane fail failure error nosale suspended ' +
      'quotation quotationsent awaitingconfirmation closedlost lost nietbetaald 未払い 未入金 保留 미결제 결제대기 ' +
      '입금대기 vantar misslyckad misslyckades obetald afventer ventende mislykket ubetalt',
  }),
);

/** Whether a receipt was cancelled or refunded: as an action. */
export const YES_AND_NO = new Map([
  ...'true t yes y ja j oui o si s sim tak x 1'.split(' ').map((word) => [word, 'refund'] as const),
  ...'false f no n nein non nao nee nie nej nei 0'.split(' ').map((word) => [word, 'purchase'] as const),
]);

/** Kinds of rows that are not products: taxes and payments. */
export const OTHER_KINDS = new Set(
  (
    'tax taxes vat tender tenders payment change zahlung steuer mwst ust ruckgeld wechselgeld paiement reglement ' +
    'taxe tva rendu pago impuesto iva cambio pagamento imposto betaling btw wisselgeld platnosc podatek reszta'
  ).split(' '),
);
/** Kinds of rows that are products: beside one of these, a payment is certainly no sale. */
export const PRODUCT_KINDS = new Set(
  (
    'item items lineitem line product products merchandise article articles artikel position ware articulo producto ' +
    'articolo prodotto artigo produto regel pozycja towar vare vara'
  ).split(' '),
);
