// The words that people, shops and programs write for a missing value. How a text is recognised as one of them is in
// placeholders.ts.

/** The words of a table: separated by bars and line ends. */
export const wordsOf = (table: string): readonly string[] =>
  table
    .split(/[|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/**
 * By the language, or by what writes them; of two languages that share a word, the first has it. Lower case, without
 * surrounding brackets and quotes. Surnames and places are not included, whatever they mean.
 */
const BY_LANGUAGE = {
  'programs and spreadsheets': String.raw`
    null | \n | n\a | none | undefined | void | n/a | n.a. | n.a | n. a. | #n/a | #n/a n/a | #null! | #value!
    #ref! | #nv | #name? | #num! | #div/0! | #error! | #getting_data | #err | error | [object object] | object object
    system.object | system.dbnull | dbnull | sql null | nan nan | 1.#ind | 1.#qnan | 1.#inf | -1.#ind | <na> | pd.na
    pd.nat | .null. | nullptr | nothing`,
  'signs and letters': String.raw`
    - | -- | --- | . | ... | ? | * | _ | / | \ | # | ~ | x x | xx | xxx | xxxx | xxxxx | asdf | qwerty`,
  English: `
    not available | not applicable | not applicable. | not provided | not set | not given | not known | not specified
    not found | not supplied | not disclosed | not collected | not captured | not listed | not recorded | not entered
    notprovided | notavailable | notapplicable | notset | no value | no data | no information | no info | no record
    no name | noname | no first name | no last name | no surname | no city | no email | no e-mail | noemail | no phone
    none given | none provided | none supplied | none on file | not on file | unknown | unk | unspecified
    unavailable | undisclosed | unassigned | unknown name | unknown city | unknown state | unknown zip
    unknown country | unknown address | first name unknown | last name unknown | fnu | lnu | nfn | nln | tbd | tba
    to be determined | to be announced | first name | firstname | fname | last name | lastname | lname | full name
    your name | your city | select | select one | please select | please choose | choose one | anonymous
    anonymous customer | walk-in | walk in | walkin | walk-in customer | walk in customer | walkin customer
    walk-in guest | cash customer | cash sale | counter customer | counter sale | guest customer | guest user
    guest checkout | default customer | unknown customer | no customer | customer | valued customer | web customer
    online customer | pos customer | retail customer | store customer | new customer | dummy | dummy user | test test
    test user | test customer | deleted | deleted user | redacted | anonymized | anonymised | erased | removed | gdpr
    declined | customer declined | refused | withheld | masked | do not contact`,
  German: `
    anonym | keine angabe | keine angaben | ohne angabe | nicht angegeben | nicht vorhanden | nicht verfügbar
    nicht bekannt | keine | keine e-mail | keine daten | kein eintrag | k. a. | k.a. | k.a | k/a | n.n. | n.b.
    unbek. | unbekannt | kein name | ohne namen | ohne name | vorname | nachname | bitte wählen | bitte auswählen
    auswählen | laufkunde | laufkundschaft | barverkauf | diverse kunden | privatkunde | barkunde | einzelkunde
    endkunde | endverbraucher | kassenkunde | tageskunde | standardkunde | neukunde | passantenkunde | testkunde
    gelöscht | anonymisiert`,
  French: `
    inconnu | inconnue | non renseigné | non renseignée | non communiqué | non disponible | non applicable
    non spécifié | non précisé | sans objet | aucun | aucune | sans nom | sans prénom | pas de nom | prénom
    sélectionner | sélectionnez | choisir | choisissez | n. d. | n.d. | n.d | anonyme | anonymisé | supprimé
    client anonyme | client comptoir | client de passage | client passage | client magasin | client boutique
    client divers | clients divers | particulier anonyme`,
  Spanish: `
    desconocido | desconocida | no disponible | no aplica | no informado | no especificado | sin especificar
    sin datos | sin dato | sin información | sin correo | sin nombre | sin apellido | sin apellidos | s/d | s/n
    ninguno | ninguna | apellidos | seleccione | seleccionar | selecciona | anónimo | anónima | anonimo
    público general | público en general | publico en general | consumidor final | consumidor | cliente
    cliente final | cliente anónimo | cliente anonimo | cliente mostrador | cliente generico | cliente genérico
    cliente varios | cliente ocasional | cliente contado | cliente de paso | venta al público | venta mostrador
    venta de mostrador`,
  Portuguese: `
    desconhecido | não informado | não disponível | não consta | não especificado | não identificado | não declarado
    nenhum | sem nome | sem sobrenome | selecione | anônimo | anônima | cliente avulso | cliente balcão
    cliente padrão`,
  Italian: `
    sconosciuto | non disponibile | non specificato | non indicato | non fornito | non dichiarato | nessuno | nessuna
    senza nome | nessun nome | selezionare | seleziona | cliente occasionale | cliente banco`,
  Dutch: `
    onbekend | niet bekend | niet opgegeven | niet ingevuld | n.v.t. | geen naam | selecteer | anoniem | losse klant
    toonbankklant`,
  'Swedish, Danish, Norwegian': `
    okänd | okänt | saknas | ej angivet | uppgift saknas | inget namn | välj | kontantkund | engangskunde | ukendt
    ikke oplyst | ikke angivet | vælg | kontantkunde | ukjent | ikke oppgitt | velg`,
  'Finnish, Estonian, Latvian, Lithuanian': `
    tuntematon | ei tietoa | ei ole | valitse | asiakas | käteisasiakas | teadmata | nav zināms | nežinoma`,
  Polish: `
    nieznany | nieznane | brak danych | brak informacji | nie podano | nie dotyczy | bez imienia | bez nazwiska
    brak imienia | brak nazwiska | wybierz | klient | klient detaliczny | klient anonimowy | klient gotówkowy
    klient jednorazowy`,
  'Czech, Slovak, Hungarian, Romanian, Croatian': `
    neznámý | neznámé | neuvedeno | neuvedené | není uvedeno | nezadáno | nezadané | vyberte | anonymní | ismeretlen
    nincs | nincs adat | nincs megadva | necunoscut | nu există | nespecificat | nije poznato | nepoznato`,
  Turkish: `
    bilinmiyor | belirtilmemiş | perakende müşteri | nihai tüketici | muhtelif müşteri`,
  'Russian, Ukrainian, Greek': `
    неизвестно | неизвестный | не указано | не указан | нет данных | нет | без имени | н/д | н.д. | б/н | аноним
    покупатель | розничный покупатель | розничный клиент | частное лицо | физическое лицо | физлицо | невідомо | немає
    не вказано | άγνωστο | δεν υπάρχει`,
  'Arabic, Hebrew, Hindi': `
    غير معروف | غير متوفر | لا يوجد | لا شيء | לא ידוע | אין | מזדמן | अज्ञात`,
  'Japanese, Chinese, Korean': `
    不明 | 不詳 | 未設定 | 未入力 | 未登録 | なし | 無し | 該当なし | 名無し | 名前なし | 匿名 | 選択してください | ゲスト | 非会員 | 一般客 | 現金客 | 未知 | 未填写 | 未提供
    無 | 无 | 暂无 | 暫無 | 没有 | 不详 | 无名 | 请选择 | 請選擇 | 散客 | 零售客户 | 匿名用户 | 游客 | 없음 | 알 수 없음 | 미상 | 해당없음 | 해당 없음 | 선택 | 비회원
    비공개 | 일반고객`,
  'Vietnamese, Thai, Indonesian': `
    không có | không rõ | khách lẻ | khach le | khách vãng lai | ไม่ระบุ | ไม่มี | ลูกค้าทั่วไป | ทั่วไป
    nama tidak ada | tidak ada | tidak diketahui | pelanggan | pelanggan umum`,
};
/** All of these words. */
export const WORDS: readonly string[] = Object.values(BY_LANGUAGE).flatMap(wordsOf);

/** Words that are placeholders only in brackets: `Blank` is a name of people. */
export const BRACKETED_WORDS = 'nil empty blank missing na guest leer vide vacío vacio vuoto vazio leeg'.split(' ');
/** `Nil`, `Nan` and `NA` are names of people and of a country: only the spellings of programs are placeholders. */
export const EXACT_WORDS =
  String.raw`nil NIL NaN nan -nan NAN NaT EMPTY MISSING Missing BLANK brak ohne OHNE leer vide \\N true false TRUE FALSE False`.split(
    ' ',
  );
