// The text of a draft: JSON with a comment on each line that says how certain it is, and commented lines with the
// choices for what the file does not say. Contains headers of the file, but no cells except words of our own lists.
import { formatNumbered } from '../../lib/format.js';
import { WHY_ENDED } from '../../read/csv/read-csv.js';
import { columnComment, languageComment } from './column-comments.js';
import { columnName, isInUtc, SURE, zoneHeaders, type DraftFacts } from './draft-facts.js';
import { productsOnly } from './guess-actions.js';
import { areAmounts } from './guess-cells.js';
import { asComment, comment, item, member, printed, type Line } from './lines.js';
import { missingLines } from './missing-columns.js';
import { cellsOf } from './table.js';
import { EXTENDED, FIELD } from './words.js';

const SIGN_NAMES: Readonly<Record<string, string>> = { ',': 'comma', '.': 'point' };

const csvLines = ({ table: { headers }, csv }: DraftFacts): Line[] => {
  if (csv === null) return [];
  const { encoding, delimiter } = csv;
  return [
    member('hasHeaderRow', headers !== null, headers === null ? 'the first row looks like data' : ''),
    ...(encoding === null ? [] : [member('encoding', encoding.label, SURE[encoding.sureness])]),
    member('delimiter', delimiter, 'sure'),
  ];
};

const zoneLine = (facts: DraftFacts): Line => {
  const { name, isGiven } = facts.timeZone;
  const headers = zoneHeaders(facts);
  if (isInUtc(facts))
    return isGiven
      ? member('timeZone', name, 'as given, but the header of the times says UTC')
      : member('timeZone', 'UTC', 'by the header of the times');
  const guess = 'a guess, the zone of this computer: name the zone of the till or shop';
  const choice = headers === '' ? '' : `; the file names zones in ${headers}`;
  return member('timeZone', name, `${isGiven ? 'as given' : guess}${choice}`);
};

const formLines = (facts: DraftFacts): Line[] => {
  const { guesses, timeZone } = facts;
  const { language } = facts.times;
  const { decimal, dates } = guesses;
  const lines = csvLines(facts);
  if (decimal !== null)
    lines.push(member('decimal', decimal.sign, `decimal ${SIGN_NAMES[decimal.sign] ?? ''}: ${SURE[decimal.sureness]}`));
  if (dates?.zoned === false || timeZone.isGiven) lines.push(zoneLine(facts));
  if (language !== null) lines.push(member('language', language.tag, languageComment(language)));
  return lines;
};

const detailsOf = (facts: DraftFacts, field: string): object => {
  const { dates, actions, unknownActions, genders } = facts.guesses;
  if (field === FIELD.gender && genders !== null) return { map: genders };
  if (field === FIELD.time && dates !== null && dates.format !== null) return { dateFormat: dates.format };
  const { [field]: map = {} } = facts.guesses.maps;
  if (Object.keys(map).length > 0) return { map };
  const isMapped = field === FIELD.action && (actions !== null || unknownActions > 0);
  return isMapped ? { map: actions ?? {} } : {};
};

/** The fields that an unknown column may be, by its cells. */
// prettier-ignore
const CHOICES = {
  amounts: [FIELD.total, FIELD.price, FIELD.quantity, FIELD.lineTotal],
  texts: [
    FIELD.order, FIELD.customer, FIELD.phone, FIELD.firstName, FIELD.lastName, FIELD.city, FIELD.zip,
    FIELD.productId, FIELD.productName,
  ],
};

/** A line for a column without a field: commented, with the fields that no other column has, unless its cells say enough. */
const choicesOf = (facts: DraftFacts, index: number): Line => {
  const { table, guesses, csv } = facts;
  const column = columnName(facts, index);
  const taken = new Set(guesses.columns.map(({ field }) => field));
  const cells = cellsOf(table, index);
  const only = productsOnly(cells);
  if (only !== null) {
    const json = { column, action: 'keep', field: 'events.data.custom_attributes.kind', map: only.map };
    return only.isSure
      ? item(json, 'rows that are not of products are left out: their amounts would be part of the value')
      : asComment(json, 'to leave out rows that are not of products: their amounts are part of the value');
  }
  const free = [...(areAmounts(cells) ? CHOICES.amounts : []), ...CHOICES.texts].filter((field) => !taken.has(field));
  // In JSON the header is a path.
  const name = csv === null ? column.slice(column.lastIndexOf('.') + 1) : column;
  return asComment(
    { column, action: 'keep', field: `events.data.custom_attributes.${name || column}` },
    `to send it unchanged; or choose ${free.slice(0, 6).join(', ')} …`,
  );
};

/** One line for each column in the order of the file; a joined one is at the position of its first. */
const columnLines = (facts: DraftFacts): Line[] => {
  const { guesses, width } = facts;
  const { headers } = facts.table;
  const byFirst = new Map(guesses.columns.map((column) => [column.indexes[0] ?? -1, column]));
  const joined = new Set(guesses.columns.flatMap(({ indexes }) => indexes.slice(1)));
  return Array.from({ length: width }, (_, index) => index).flatMap((index): Line[] => {
    const column = byFirst.get(index);
    if (guesses.repeated.has(index))
      return [comment(`column ${index + 1}, ${JSON.stringify(columnName(facts, index))}, occurs more than once`)];
    if (column === undefined && joined.has(index) && headers !== null) return [];
    const named: { column?: string } = headers === null ? {} : { column: columnName(facts, index) };
    if (column === undefined) {
      const choices = guesses.system === null && (named.column ?? '') !== '' ? [choicesOf(facts, index)] : [];
      const ignored = item({ ...named, action: 'ignore' }, headers === null ? `column ${index + 1}` : '');
      return choices.some(({ json }) => json !== null) ? choices : [...choices, ignored];
    }
    const { indexes, field, sureness } = column;
    const name = indexes.length > 1 ? { column: indexes.map((one) => columnName(facts, one)) } : named;
    return [
      item({ ...name, action: 'keep', field, ...detailsOf(facts, field) }, columnComment(facts, field, sureness)),
    ];
  });
};

/** The text of the draft. */
export const renderDraft = (facts: DraftFacts): string => {
  const { system } = facts.guesses;
  const { rows, headers } = facts.table;
  const [form, columns] = [formLines(facts), [...columnLines(facts), ...missingLines(facts)]];
  const made = `Draft of a manifest, made by mp2fb manifest ${facts.shellPath} from ${headers === null || facts.csv === null ? '' : 'the header and '}${formatNumbered(rows.length, 'row')}.`;
  const isExtended = facts.guesses.columns.some(({ field }) => EXTENDED.includes(field));
  const manifest = `${facts.shellOutput ?? 'manifest.json'}${isExtended ? ' --extended-match-keys' : ''}`;
  const notes = [
    made,
    system === null
      ? `${headers === null ? 'The file has no header row' : 'These headers match no known system'}: the draft goes by the ${headers === null ? 'cells' : 'names and cells'} of the columns.`
      : `The headers are those of ${system.name}.`,
    ...(typeof facts.openLine === 'number'
      ? [`Only the rows before line ${facts.openLine} were read: ${WHY_ENDED.quote_not_closed}.`]
      : []),
    ...(system?.notes ?? []),
    ...(isExtended ? ['Phone, state, postal code and customer id are sent only with --extended-match-keys.'] : []),
    `${facts.shellOutput === null ? 'Save it as manifest.json and check' : 'Check'} each line, then look at the events: mp2fb upload ${facts.shellPath} --csv-manifest ${manifest} --dry-run | head`,
    `With a destination set up: mp2fb check ${facts.shellPath} --csv-manifest ${manifest}`,
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
