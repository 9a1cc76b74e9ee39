import { parseDecimal } from '../../lib/decimal.js';
import type { Header } from './header.js';
import { columnsOf, consentText, indexOf, isBlankCell, membersOf, plainText, type Members } from './members.js';
import type { Section } from './targets.js';
import type { CellTime } from './time.js';

/** One row, taken apart: what the sale is made of, whatever its products, and one product. */
export interface RowParts {
  /** Same for all rows of a sale; null: the row is a sale of its own. */
  readonly key: string | null;
  /** Writes the JSON text of the batch up to the members of `product_action`: wanted of a sale's first row only. */
  readonly head: () => string;
  /** The total as the cell has it; blank: none. */
  readonly total: string;
  /** JSON text of the product; blank: none. */
  readonly product: string;
  /** Price × quantity of the product (quantity absent: 1), in units of the currency; NaN: no price. */
  readonly productAmount: number;
}

export type RowWriter = (row: readonly string[]) => RowParts;

/** Control characters stand in no cell that matters, so that no two different rows have one key. */
const PART = '\u001f';

interface Wrapped {
  readonly before: string;
  readonly members: Members;
  readonly after: string;
}

/** The object that a section's columns fill, without its braces' surroundings; nothing when there are no such columns. */
const wrapped = (header: Header, section: Section, before: string, after: string): readonly Wrapped[] => {
  const columns = columnsOf(header, section);
  const members = membersOf(columns, (column) =>
    column.section === 'optOut' && column.key === 'consented' ? consentText : plainText,
  );
  return columns.length === 0 ? [] : [{ before, after, members }];
};

/** The members of several objects, one after the other, each followed by a comma; those without members left out. */
const allOf = (parts: readonly Wrapped[], row: readonly string[]): string => {
  let text = '';
  for (const { before, members, after } of parts) {
    const inner = members(row);
    if (inner !== '') text += before + inner + after + ',';
  }
  return text;
};

const productWriter = (header: Header): Members => {
  const members = membersOf(columnsOf(header, 'product'), () => plainText);
  const attributes = wrapped(header, 'productAttributes', '"custom_attributes":{', '}');
  return (row) => {
    const own = members(row);
    const custom = attributes.length === 0 ? '' : allOf(attributes, row).slice(0, -1);
    const both = own === '' || custom === '' ? own + custom : `${own},${custom}`;
    return both === '' ? '' : `{${both}}`;
  };
};

const amountReader = (header: Header): ((row: readonly string[]) => number) => {
  const price = indexOf(header, 'product', 'price');
  const quantity = indexOf(header, 'product', 'quantity');
  return (row) => {
    const units = row[quantity] ?? '';
    return parseDecimal(row[price] ?? '') * (isBlankCell(units) ? 1 : parseDecimal(units));
  };
};

const keyReader = (header: Header): ((row: readonly string[]) => string | null) => {
  const transaction = indexOf(header, 'action', 'transaction_id');
  if (transaction === -1) return () => null;
  const others = [
    indexOf(header, 'action', 'action'),
    indexOf(header, 'data', 'timestamp_unixtime_ms'),
    ...columnsOf(header, 'identities', 'device').map(({ index }) => index),
  ];
  return (row) => {
    const id = row[transaction];
    if (id === undefined || isBlankCell(id)) return null;
    let key = id.trim();
    for (const index of others) key += PART + (row[index] ?? '').trim();
    return key;
  };
};

/** The transaction and the action in a sale's key: rows that agree in both and not in the rest are seldom two sales. */
export const saleName = (key: string): string => key.slice(0, key.indexOf(PART, key.indexOf(PART) + 1));

/**
 * Compiles a header into the function that turns its rows into parts of batches in the shape of mParticle's JSON
 * (the incoming form: identities as an object). `warnSeconds` hears of every time that was in seconds.
 */
export const rowWriter = (header: Header, timeOf: (cell: string) => CellTime, warnSeconds: () => void): RowWriter => {
  const time = (cell: string): string => {
    const { text, wasSeconds } = timeOf(cell);
    if (wasSeconds) warnSeconds();
    return JSON.stringify(text);
  };
  const batch: readonly Wrapped[] = [
    ...wrapped(header, 'batch', '', ''),
    ...wrapped(header, 'identities', '"user_identities":{', '}'),
    ...wrapped(header, 'attributes', '"user_attributes":{', '}'),
    ...wrapped(header, 'device', '"device_info":{', '}'),
    ...wrapped(header, 'application', '"application_info":{', '}'),
    ...wrapped(header, 'source', '"source_info":{', '}'),
    ...wrapped(header, 'optOut', '"consent_state":{"ccpa":{"data_sale_opt_out":{', '}}}'),
  ];
  const eventType = membersOf(columnsOf(header, 'event'), () => plainText);
  const data: readonly Wrapped[] = [
    {
      before: '',
      members: membersOf(columnsOf(header, 'data'), ({ key }) => (key === 'timestamp_unixtime_ms' ? time : plainText)),
      after: '',
    },
    ...wrapped(header, 'customAttributes', '"custom_attributes":{', '}'),
  ];
  const totalIndex = indexOf(header, 'action', 'total_amount');
  const action = membersOf(
    columnsOf(header, 'action').filter(({ index }) => index !== totalIndex),
    () => plainText,
  );
  const product = productWriter(header);
  const amount = amountReader(header);
  const keyOf = keyReader(header);
  const headOf = (row: readonly string[]): string => {
    const type = eventType(row);
    return `{${allOf(batch, row)}"events":[{${type === '' ? '"event_type":"commerce_event"' : type},"data":{${allOf(data, row)}"product_action":{${action(row)}`;
  };
  return (row) => ({
    key: keyOf(row),
    head: () => headOf(row),
    total: isBlankCell(row[totalIndex]) ? '' : (row[totalIndex] ?? ''),
    product: product(row),
    productAmount: amount(row),
  });
};
