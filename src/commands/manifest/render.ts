// The text of a draft: JSON with a comment on each line that says how sure it is, and commented lines with the choices
// where the file does not say. Contains headers of the file, but no cells except words of our own lists.
import { formatNumbered } from '../../lib/format.js';
import type { Sureness } from './guess-cells.js';
import type { Guesses } from './guess-columns.js';
import type { DecodedText } from './guess-text.js';
import { ACTION_FIELD, COUNTRY_FIELD, CURRENCY_FIELD, TIME_FIELD, TOTAL_FIELD } from './words.js';

/** What a draft is made from. */
export interface DraftFacts {
  /** The file, as shown to people; how a shell writes it. */
  readonly shellPath: string;
  readonly headers: readonly string[] | null;
  /** Cells of the widest row. */
  readonly width: number;
  readonly rows: number;
  readonly delimiter: string;
  readonly encoding: DecodedText['encoding'];
  readonly guesses: Guesses;
  /** The zone for times without one, and where it is from. */
  readonly timeZone: { readonly name: string; readonly isGiven: boolean };
}

interface Line {
  /** JSON of a member or an item, without the comma behind it; null: a comment alone. */
  readonly json: string | null;
  readonly comment: string;
}

const comment = (text: string): Line => ({ json: null, comment: text });
const item = (json: object, text: string): Line => ({ json: spaced(json), comment: text });
const member = (name: string, value: unknown, text: string): Line => ({
  json: `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  comment: text,
});

/** JSON on one line, with a blank where people write one. */
const spaced = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`);
  return `{ ${members.join(', ')} }`;
};

const SURE: Readonly<Record<Sureness, string>> = { sure: 'sure', likely: 'likely', guess: 'a guess: please check' };

const SIGN_NAMES: Readonly<Record<string, string>> = { ',': 'comma', '.': 'point' };

const formLines = ({ headers, delimiter, encoding, guesses, timeZone }: DraftFacts): Line[] => {
  const { decimal, dates } = guesses;
  const lines = [member('hasHeaderRow', headers !== null, headers === null ? 'the first row looks like data' : '')];
  if (encoding !== null) lines.push(member('encoding', encoding.label, SURE[encoding.sureness]));
  lines.push(member('delimiter', delimiter, 'sure'));
  if (decimal !== null)
    lines.push(member('decimal', decimal.sign, `decimal ${SIGN_NAMES[decimal.sign] ?? ''}: ${SURE[decimal.sureness]}`));
  if (dates?.zoned === false)
    lines.push(
      member(
        'timeZone',
        timeZone.name,
        timeZone.isGiven ? 'as given' : 'a guess, the zone of this computer: name the zone of the till or shop',
      ),
    );
  return lines;
};

const columnName = ({ headers }: DraftFacts, index: number): string => headers?.[index]?.trim() ?? '';

const timeComment = ({ guesses: { dates } }: DraftFacts, sureness: Sureness): string => {
  if (dates === null) return 'no format of the times was found: name it as dateFormat, for example "dd.MM.yyyy HH:mm"';
  if (dates.other !== null) return `both ${dates.format ?? ''} and ${dates.other} fit these rows: ${SURE.guess}`;
  const isDateAlone = dates.format !== null && !/[Hh]/.test(dates.format);
  const form = SURE[dates.sureness === 'sure' ? sureness : dates.sureness];
  return isDateAlone ? `no time of day was found, so midnight is sent: ${SURE.guess}` : form;
};

const actionComment = ({ guesses: { unknownActions } }: DraftFacts, sureness: Sureness): string =>
  unknownActions === 0
    ? SURE[sureness]
    : `not known of this column: ${formatNumbered(unknownActions, 'more word')}; add them to map, or "*": null to leave such rows out`;

const detailsOf = (facts: DraftFacts, field: string): object => {
  const { dates, actions } = facts.guesses;
  if (field === TIME_FIELD && dates !== null && dates.format !== null) return { dateFormat: dates.format };
  return field === ACTION_FIELD && actions !== null ? { map: actions } : {};
};

/** One line for each column in the order of the file; a joined one is where its first is. */
const columnLines = (facts: DraftFacts): Line[] => {
  const { guesses, headers, width } = facts;
  const byFirst = new Map(guesses.columns.map((column) => [column.indexes[0] ?? -1, column]));
  const behind = new Set(guesses.columns.flatMap(({ indexes }) => indexes.slice(1)));
  return Array.from({ length: width }, (_, index) => index).flatMap((index): Line[] => {
    const column = byFirst.get(index);
    if (guesses.repeated.has(index))
      return [comment(`column ${index + 1}, ${JSON.stringify(columnName(facts, index))}, is there more than once`)];
    if (column === undefined && behind.has(index) && headers !== null) return [];
    const named = headers === null ? {} : { column: columnName(facts, index) };
    if (column === undefined)
      return [item({ ...named, action: 'ignore' }, headers === null ? `column ${index + 1}` : '')];
    const { indexes, field, sureness } = column;
    const name = indexes.length > 1 ? { column: indexes.map((one) => columnName(facts, one)) } : named;
    const text =
      field === TIME_FIELD
        ? timeComment(facts, sureness)
        : field === ACTION_FIELD
          ? actionComment(facts, sureness)
          : SURE[sureness];
    return [item({ ...name, action: 'keep', field, ...detailsOf(facts, field) }, text)];
  });
};

const constant = (value: string, field: string): object => ({ value, action: 'keep', field });

const asComment = (json: object, text: string): Line => comment(`${spaced(json)}, ${text}`);

/** What no column says: assumed where a sale needs it, else a commented line with the choices. */
const missingLines = ({ guesses: { columns, currency } }: DraftFacts): Line[] => {
  const has = (field: string): boolean => columns.some((column) => column.field === field);
  const lines: Line[] = [];
  if (!has(ACTION_FIELD))
    lines.push(
      item(
        constant('purchase', ACTION_FIELD),
        'assumed: each row is a sale; else map a column to purchase, add_to_cart, checkout, view_detail or refund',
      ),
    );
  if (!has(CURRENCY_FIELD))
    lines.push(
      currency === null
        ? asComment(
            constant('EUR', CURRENCY_FIELD),
            '<- no column names the currency: EUR, GBP, USD, PLN …? (else defaultCurrency)',
          )
        : item(constant(currency.code, CURRENCY_FIELD), `by the sign of the amounts: ${SURE[currency.sureness]}`),
    );
  if (!has(COUNTRY_FIELD) && !has('user_attributes'))
    lines.push(
      asComment(
        constant('DE', COUNTRY_FIELD),
        '<- the country of all customers, if they share one: Facebook matches more of them',
      ),
    );
  if (!has(TIME_FIELD)) lines.push(comment(`no column of the time was found: one must be ${TIME_FIELD}`));
  if (
    !has(TOTAL_FIELD) &&
    !columns.some(({ field }) => /product_action(?:\.products(?:\.price|\.total_product_amount)?)?$/.test(field))
  )
    lines.push(comment(`no column of the amount was found: one should be ${TOTAL_FIELD}`));
  return lines;
};

const printed = (lines: readonly Line[], indent: string): string[] => {
  const last = lines.findLastIndex(({ json }) => json !== null);
  return lines.map(({ json, comment: text }, index) => {
    const behind = text === '' ? '' : `// ${text}`;
    if (json === null) return `${indent}${behind}`;
    return `${indent}${json}${index === last ? '' : ','}${behind === '' ? '' : ` ${behind}`}`;
  });
};

/** The text of the draft. */
export const renderDraft = (facts: DraftFacts): string => {
  const { system } = facts.guesses;
  const [form, columns] = [formLines(facts), [...columnLines(facts), ...missingLines(facts)]];
  const made = `Draft of a manifest, made by mp2fb manifest ${facts.shellPath} from ${facts.headers === null ? '' : 'the header and '}${formatNumbered(facts.rows, 'row')}.`;
  const notes = [
    made,
    system === null
      ? 'No system that is known has these headers: what the columns are is guessed.'
      : `The file is of ${system.name}.`,
    ...(system?.notes ?? []),
    `Check it, save it, then: mp2fb check ${facts.shellPath} --csv-manifest manifest.json`,
  ];
  // The list of columns follows, so every member before it has its comma.
  const before = printed([...form, { json: '', comment: '' }], '  ').slice(0, -1);
  return [
    ...notes.map((note) => `// ${note}`),
    '{',
    ...before,
    '  "columns": [',
    ...printed(columns, '    '),
    '  ]',
    '}',
    '',
  ].join('\n');
};
