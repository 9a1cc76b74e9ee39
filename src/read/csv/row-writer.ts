// Compiles a header into the function that writes a row as parts of a batch. Sales are put together in sale.ts.

import { parseDecimal } from '../../lib/decimal.js';
import type { Header } from './header.js';
import { columnsOf, consentText, indexOf, isBlankCell, membersOf, plainText, type Members } from './members.js';
import { orderReader, type OrderCells, type OrderReader } from './order-cells.js';
import type { Section } from './targets.js';
import type { CellTime } from './time.js';

/** One row, taken apart: what the sale is made of, whatever its products, and one product. */
export interface RowParts {
  /** Same for all rows of a sale; blank: the row names none. */
  readonly transaction: string;
  readonly order: () => OrderCells;
  /** Without a transaction and a time: a further line of the row above. */
  readonly continues: boolean;
  /** Writes the JSON text of the batch up to the members of `product_action`: wanted of a sale's first row only. */
  readonly head: () => string;
  /** The total as the cell has it; blank: none. */
  readonly total: string;
  /** JSON text of the product; blank: none. */
  readonly product: string;
  /** Price × quantity of the product (quantity absent: 1), in units of the currency; NaN: no price, or no number. */
  readonly productAmount: number;
  /** The price or the line's own total is there, be it a number or not. */
  readonly hasOwnAmount: boolean;
  /** The line's own total; NaN: none. */
  readonly lineTotal: number;
}

/** Takes the rows of one file apart. */
export interface RowWriter extends Pick<OrderReader, 'belongs'> {
  readonly parts: (row: readonly string[]) => RowParts;
}

interface Wrapped {
  readonly before: string;
  readonly members: Members;
  readonly after: string;
}

/**
 * The object that a section's columns fill, without its braces' surroundings; nothing when there are no such columns.
 */
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

type Amounts = Pick<RowParts, 'productAmount' | 'hasOwnAmount' | 'lineTotal'>;

const amountReader = (header: Header): ((row: readonly string[]) => Amounts) => {
  const [price, quantity, lineTotal] = ['price', 'quantity', 'total_product_amount'].map((key) =>
    indexOf(header, 'product', key),
  );
  return (row) => {
    const [each = '', units = '', whole = ''] = [row[price ?? -1], row[quantity ?? -1], row[lineTotal ?? -1]];
    return {
      productAmount: parseDecimal(each) * (isBlankCell(units) ? 1 : parseDecimal(units)),
      hasOwnAmount: !isBlankCell(each) || !isBlankCell(whole),
      lineTotal: parseDecimal(whole),
    };
  };
};

/**
 * Compiles a header into the function that turns its rows into parts of batches in the shape of mParticle's JSON
 * (the incoming form: identities as an object). `warnSeconds` is called for every time that was in seconds.
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
  const amounts = amountReader(header);
  const order = orderReader(header, timeOf);
  const headOf = (row: readonly string[]): string => {
    const type = eventType(row);
    return `{${allOf(batch, row)}"events":[{${type === '' ? '"event_type":"commerce_event"' : type},"data":{${allOf(data, row)}"product_action":{${action(row)}`;
  };
  return {
    belongs: order.belongs,
    parts: (row) => ({
      transaction: order.transaction(row),
      order: () => order.cells(row),
      continues: order.continues(row),
      head: () => headOf(row),
      total: isBlankCell(row[totalIndex]) ? '' : (row[totalIndex] ?? ''),
      product: product(row),
      ...amounts(row),
    }),
  };
};
