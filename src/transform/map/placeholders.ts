// What systems and people write for a missing value: words, addresses, and the hashes of them. Other marks of a value
// are handled in value-text.ts; counting is in match-keys.ts.
import { hash } from 'node:crypto';
import { memoize, once } from '../../lib/memoize.js';
import { capitalised, isSheetError } from '../../lib/words.js';
import { isAscii } from './normalise.js';

const wordsOf = (table: string): readonly string[] =>
  table
    .split(/[|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Lower case, without surrounding brackets and quotes. Surnames and places are not included, whatever they mean. */
const WORDS = wordsOf(`
  null | \\n | n\\a | nil | none | undefined | void | n/a | n.a. | n.a | n. a. | #n/a | #n/a n/a | #null! | #value! | #ref! | #nv
  #name? | #num! | #div/0! | #error! | #getting_data | #err | error
  - | -- | --- | . | ... | ? | * | _ | / | \\ | # | x x | xx | xxx | xxxx | xxxxx
  not available | not applicable | not provided | not set | not given | not known | not specified | not found | not supplied
  not disclosed | not collected | not captured | notprovided | notavailable | notapplicable | notset | no value | no data
  no information | no info | no name | noname | no email | no e-mail | noemail | no phone | no record
  none given | none provided | none supplied | none on file | not on file | unknown | unk | unspecified | unavailable
  undisclosed | unassigned | tbd | tba | to be determined | to be announced | anonymous | anonymous customer | anonym
  walk-in | walk in | walkin | walk-in customer | walk in customer | walkin customer | cash customer | cash sale
  guest customer | guest user | guest checkout | default customer | unknown customer | no customer | dummy
  [object object] | object object | system.dbnull | dbnull | sql null | nan nan | 1.#ind | 1.#qnan | 1.#inf | -1.#ind | <na> | pd.na | pd.nat | .null. | nullptr | nothing
  keine angabe | keine angaben | ohne angabe | nicht angegeben | nicht vorhanden | nicht verfügbar | nicht bekannt
  keine | keine e-mail | k. a. | k.a. | k.a | k/a | unbekannt | laufkunde | laufkundschaft | barverkauf | diverse kunden
  inconnu | inconnue | non renseigné | non renseignée | non communiqué | non disponible | sans objet | aucun | aucune
  desconocido | desconocida | no disponible | no aplica | sin datos | sin dato | sin información | sin correo | ninguno
  ninguna | público general | consumidor final | cliente final | desconhecido | não informado | não disponível | nenhum
  sconosciuto | non disponibile | non specificato | nessuno | nessuna | onbekend | niet bekend | niet opgegeven | n.v.t.
  okänd | okänt | saknas | ukendt | ukjent | tuntematon | nieznany | nieznane | brak danych | neznámý | neznámé | ismeretlen
  necunoscut | bilinmiyor | belirtilmemiş | неизвестно | неизвестный | не указано | не указан | нет данных | невідомо
  άγνωστο | غير معروف | غير متوفر | לא ידוע | 不明 | 不詳 | 未設定 | 未入力 | なし | 該当なし | 未知 | 未填写 | 未提供 | 無 | 无
  없음 | 알 수 없음 | 미상
  unknown name | unknown city | unknown state | unknown zip | unknown country | unknown address | no city
  no first name | no last name | no surname | first name unknown | last name unknown | fnu | lnu | not applicable.
  first name | firstname | fname | last name | lastname | lname | full name | vorname | nachname | apellidos | prénom
  select | select one | please select | please choose | choose one | bitte wählen | bitte auswählen | auswählen
  seleccione | seleccionar | selecciona | sélectionner | sélectionnez | choisir | choisissez | selecione | selezionare
  seleziona | selecteer | välj | vælg | velg | valitse | wybierz | vyberte | 選択してください | 请选择 | 請選擇 | 선택
  kein name | ohne namen | sin nombre | sin apellido | sin apellidos | sans nom | sans prénom | sem nome | sem sobrenome
  senza nome | geen naam | bez imienia | bez nazwiska | brak imienia | brak nazwiska | pas de nom | nessun nome | без имени
  名無し | 匿名 | 名前なし | 无名 | nama tidak ada | tidak ada | nie podano | nie dotyczy | không có | không rõ | ไม่ระบุ | ไม่มี
  ~ | n. d. | n.d. | n.d | s/d | s/n | no informado | no especificado | sin especificar | não consta | não especificado
  non applicable | non spécifié | non précisé | non indicato | non fornito | niet ingevuld | ikke oppgitt | ikke oplyst
  ej angivet | uppgift saknas | ei tietoa | neuvedeno | neuvedené | není uvedeno | nincs megadva | nu există | δεν υπάρχει
  нет | немає | не вказано | н/д | н.д. | б/н | אין | nfn | nln | system.object
  n.n. | kein eintrag | keine daten | n.b. | unbek. | ohne name | testkunde | gelöscht | anonymisiert
  anonyme | anonymisé | supprimé | client anonyme | client comptoir | client de passage
  anónimo | anónima | anonimo | cliente anónimo | cliente anonimo | cliente mostrador | cliente generico | cliente genérico
  cliente varios | público en general | publico en general | não identificado | não declarado | anônimo | anônima
  non dichiarato | cliente anonimo | anoniem | anonymní | klient detaliczny | klient anonimowy | nespecificat
  аноним | покупатель | розничный покупатель | لا يوجد | מזדמן | 未登録 | ゲスト | 非会員 | 비회원 | 비공개
  khách lẻ | khach le | ลูกค้าทั่วไป | pelanggan umum | tidak diketahui
  test test | test user | test customer | dummy user | asdf | qwerty | deleted | deleted user | redacted | anonymized
  anonymised | erased | removed | gdpr
  declined | customer declined | refused | withheld | masked | do not contact | not listed | not recorded | not entered
  valued customer | web customer | online customer | pos customer | retail customer | store customer | new customer
  counter customer | counter sale | walk-in guest | your name | your city
  customer | cliente | klient | asiakas | privatkunde | barkunde | einzelkunde | endkunde | endverbraucher
  kassenkunde | tageskunde | standardkunde | neukunde | passantenkunde | particulier anonyme | client divers | clients divers
  client magasin | client boutique | client passage | cliente ocasional | cliente contado | cliente de paso | venta al público
  venta mostrador | venta de mostrador | consumidor | cliente occasionale | cliente banco | cliente avulso | cliente balcão
  cliente padrão | losse klant | toonbankklant | kontantkund | kontantkunde | engangskunde | käteisasiakas | klient gotówkowy
  klient jednorazowy | розничный клиент | частное лицо | физическое лицо | физлицо | perakende müşteri | nihai tüketici
  muhtelif müşteri | ทั่วไป | pelanggan | khách vãng lai | 散客 | 零售客户 | 匿名用户 | 游客 | 一般客 | 現金客 | 일반고객
  ei ole | inget namn | ikke angivet | ikke oppgitt | nincs | nincs adat | nezadáno | nezadané | brak informacji | nije poznato
  nepoznato | nav zināms | nežinoma | teadmata | 해당없음 | 해당 없음 | 無し | 暂无 | 暫無 | 没有 | 不详 | अज्ञात | لا شيء
`);
/** Words that are placeholders only in brackets: `Blank` is a name of people. */
const BRACKETED_WORDS = 'empty blank missing na guest leer vide vacío vacio vuoto vazio leeg'.split(' ');
/** `Nan` and `NA` are names of people and of a country: only the spellings of programs are placeholders. */
const EXACT_WORDS =
  String.raw`NaN nan -nan NAN NaT EMPTY MISSING Missing BLANK brak ohne OHNE leer vide \\N true false TRUE FALSE False`.split(
    ' ',
  );

const withoutAccents = (word: string): string => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** Also without accents, as many people write them. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...WORDS,
  ...WORDS.filter((word) => !isAscii(word)).map(withoutAccents),
]);
const BRACKETED_PLACEHOLDERS: ReadonlySet<string> = new Set(BRACKETED_WORDS);
const EXACT_PLACEHOLDERS: ReadonlySet<string> = new Set(EXACT_WORDS);
const LONGEST_PLACEHOLDER = 24;
const AROUND = /^(?:[("'“”‘’«`<[{=.]|[$@%:](?=[a-z_]))+|(?:[)"'“”‘’»`>\]}.,;!]|(?<=[a-z_])[%:])+$/g;

/** A merge field that was never filled in: `{{first_name}}`, `%%FirstName%%`, `*|FNAME|*`, `${name}`. */
const TEMPLATE = /^(?:\{\{.*\}\}|\{%.*%\}|%%.*%%|[$#]\{.*\}|\*\|.*\|\*|<%.*%>|\[\[.*\]\])$/s;
const MAYBE_TEMPLATE = /^[{%$#*<[][{%|[]/;

/** The words of a form where nothing was chosen: `Please select a region, state or province.` */
const PROMPT =
  /^\W*(?:please|bitte|select|choose|enter|selecciona|seleccione|selecione|seleziona|s[ée]lectionne[rz]|choisi(?:r|ssez)|selecteer|wybierz|vyberte)\s+[^\s\d]/i;
export const isPrompt = (text: string): boolean => PROMPT.test(text);

const ONLY_PUNCTUATION = /^[-–—._*?/\\"'()[\]{}<>…,;:\s]*$/;
const BRACKET_BEFORE = /^[([<{]/;

const isWord = (text: string): boolean => {
  if (EXACT_PLACEHOLDERS.has(text)) return true;
  if (isSheetError(text)) return true;
  const lower = text.normalize('NFC').toLowerCase();
  if (PLACEHOLDERS.has(lower)) return true;
  const inner = lower
    .replace(AROUND, '')
    .replace(/[\s_-]+/g, ' ')
    .trim();
  if (inner !== lower && PLACEHOLDERS.has(inner)) return true;
  const words = lower.split(/[\s,;]+/);
  if (words.length > 1 && words.every((word) => word === 'na' || PLACEHOLDERS.has(word))) return true;
  // A text of only brackets, quotes and dots is a placeholder, too.
  return ONLY_PUNCTUATION.test(inner) || (BRACKET_BEFORE.test(lower) && BRACKETED_PLACEHOLDERS.has(inner));
};

/**
 * Mailboxes and domains that mean that there is no address; a space may be written as one of the marks, or left out.
 */
const NO_MAIL = `
  none | null | nil | undefined | no email | no mail | no address | no email address | no email provided | no email given
  no email on file | not provided | not available | not applicable | not given | no e mail | keine e mail | keine email
  kein email | ohne email | sin email | sin correo | sin mail | pas d email | sans email | nessuna email | sem mail | sem email
  geen email | geen mail | ingen mail | ingen email | ingen epost | ikke email | kein mail | keine mail | keine adresse
  sin correo electronico | no tiene correo | no tiene email | no tiene mail | no tiene | notiene | sem e mail | nao tem
  nao tem email | nao possui | nao possui email | nao informado | no informado | pas de mail | pas d adresse | pas de email
  nessuna email | nessuna mail | senza email | brak email | brak maila | bez emailu | bez maila | nincs email | email yok
  ei sahkopostia | mail yok | dont have | dont have email | does not have email | has no email | refused email
  customer declined | declined email | did not provide
`;
const OF_NOBODY = `
  unknown | nobody | no reply | do not reply | dont reply | donotreply | anonymous | anonymized | anonymised | redacted
  deleted user | gdpr deleted | placeholder | dummy | fake email | walk in | walk in customer | cash customer | laufkunde
  barkunde | brak | nincs | refused | declined | withheld
`;
const SIGNS = ['', '.', '_', '-'];
const mailboxesOf = (table: string): ReadonlySet<string> =>
  new Set(wordsOf(table).flatMap((words) => SIGNS.map((sign) => words.split(' ').join(sign))));

const NO_MAIL_DOMAINS = mailboxesOf(NO_MAIL);
const NO_MAILBOXES: ReadonlySet<string> = new Set([...NO_MAIL_DOMAINS, ...mailboxesOf(OF_NOBODY)]);
/** Words that mean this if the domain has the same name (`na@na.com`) or is named after mail (`no@email.com`). */
const REPEATED: ReadonlySet<string> = new Set(
  wordsOf(
    'na | no | test | email | mail | abc | asd | asdf | qwe | qwerty | fake | example | user | customer | guest | xyz | 123 | ' +
      'blank | empty | kunde | cliente | client | klant | aucun | keine | keiner | geen | ingen | ninguno | nenhum | nessuno',
  ),
);
/** Words for "no" before an address whose domain is named after mail. */
const NO = new Set('na no kein keine keiner geen ingen brak nessuna nessuno ninguno sin sem nao nema nincs'.split(' '));
const MAIL = new Set('email mail e-mail correo epost emailadres'.split(' '));
/**
 * Mailboxes that may make an address a placeholder, without the marks in them; a mailbox whose text without marks is
 * different, and longer than one letter, never does.
 */
export const placeholderMailboxes = (): ReadonlySet<string> =>
  new Set([...NO_MAILBOXES, ...REPEATED, ...NO].map((mailbox) => mailbox.replace(/[._-]/g, '')));
const LONGEST_MAILBOX = Math.max(...Array.from(NO_MAILBOXES, ({ length }) => length));
const ONE_LETTER = /^(.)\1*$/u;
/** `n.a@na.org`, `n-a@…`. */
const NOT_APPLICABLE = /^n[._-]a$/;

/** The first label of a domain, and whether no address can exist there; many people share domains. */
const domainOf = memoize((domain) => {
  const labels = domain.split('.');
  const [name = ''] = labels;
  return { name, hasNoMail: NO_MAIL_DOMAINS.has(name) || labels.at(-1) === 'invalid' };
});

/**
 * Whether a normalised e-mail address means that there is none: `noemail@…`, `none@none.com`, `x@x.com`, anything at
 * `.invalid`.
 */
export const isPlaceholderAddress = (address: string): boolean => {
  const at = address.indexOf('@');
  const { name, hasNoMail } = domainOf(address.slice(at + 1));
  if (hasNoMail || at > LONGEST_MAILBOX) return hasNoMail;
  const mailbox = address.slice(0, at);
  if (NO_MAILBOXES.has(mailbox)) return true;
  const word = NOT_APPLICABLE.test(mailbox) ? 'na' : mailbox;
  if (word === name) return REPEATED.has(word) || ONE_LETTER.test(word);
  return NO.has(word) && MAIL.has(name);
};

const HEX_DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const HEX_DIGEST_LENGTHS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);
const HASHES = ['sha256', 'sha1', 'md5', 'sha224', 'sha384', 'sha512'] as const;

/** Words that are meaningless as ids, and the empty text. */
const NOTHING = [
  ...['', ' ', '\n', '\r\n', '\t', '\0'],
  ...`"" '' [] {} @ 0 -1 na NA no No guest Guest 0000000000 1111111111 9999999999 +10000000000`.split(' '),
  '00000000-0000-0000-0000-000000000000',
  // Hashed twice.
  hash('sha256', ''),
];

const NO_ADDRESSES = (
  'none@none.com noemail@noemail.com na@na.com null@null.com test@test.com no@email.com no@no.com a@a.com abc@abc.com ' +
  'unknown@unknown.com undefined@undefined.com noreply@noreply.com no-reply@no-reply.com nomail@nomail.com ' +
  'example@example.com guest@guest.com customer@customer.com email@email.com'
).split(' ');

/** Created with the first text that looks like a hash. */
const hashesOfNothing = once((): ReadonlySet<string> => {
  const written = WORDS.flatMap((word) => [word, word.toUpperCase(), capitalised(word)]);
  const bracketed = [...written, ...BRACKETED_WORDS].flatMap((word) => [`(${word})`, `<${word}>`, `[${word}]`]);
  const texts = new Set([...NOTHING, ...written, ...EXACT_WORDS, ...bracketed, ...NO_ADDRESSES]);
  return new Set([...texts].flatMap((text) => HASHES.map((kind) => hash(kind, text))));
});

const isHashOfNothing = (text: string): boolean => HEX_DIGEST.test(text) && hashesOfNothing().has(text.toLowerCase());

const DIGIT = /\d/;
/** Every placeholder with a digit also has this character (`#DIV/0!`). */
const SIGN_OF_ERRORS = '#';

/**
 * Whether a trimmed text means "no value": a placeholder word, or the hash of one or of the empty text. Fast for texts
 * that cannot be one.
 */
export const isPlaceholder = (text: string): boolean => {
  const trimmed = text.trim();
  if (MAYBE_TEMPLATE.test(trimmed) && TEMPLATE.test(trimmed)) return true;
  if (trimmed.length > LONGEST_PLACEHOLDER) return HEX_DIGEST_LENGTHS.has(trimmed.length) && isHashOfNothing(trimmed);
  return trimmed !== '' && (!DIGIT.test(trimmed) || trimmed.includes(SIGN_OF_ERRORS)) && isWord(trimmed);
};
