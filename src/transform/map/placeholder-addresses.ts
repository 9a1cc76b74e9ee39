// E-mail addresses that people and systems write where there is none. Other values: placeholders.ts.

import { memoize } from '../../lib/memoize.js';
import { wordsOf } from './placeholder-words.js';

/** Mailboxes and domains that mean "no address"; a space may be written as one of the marks, or left out. */
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

/** Whether a normalised address means that there is none: `noemail@…`, `none@none.com`, `x@x.com`, `….invalid`. */
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
