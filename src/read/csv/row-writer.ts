// Compiles a header into the function that writes a row as parts of a batch. Sales are put together in sale.ts.

import { cleanText } from '../../lib/clean-text.js';
import { parseDecimal } from '../../lib/decimal.js';
import { sumOf } from '../../lib/sum.js';
import type { Column, Header } from './header.js';
import { objectMembers } from './json-object.js';
import { amountsOfList, type RowAmounts } from './product-cells.js';
import { isBlankCell, isNothing } from './blank-cells.js';
import { columnsOf, consentText, indexOf, membersOf, plainText, type Members } from './members.js';
import { onceCells, type OnceCells } from './once-cells.js';
import { orderReader, type OrderCells, type OrderReader } from './order-cells.js';
import { isEventTime, type Section } from './targets.js';
import type { CellTime } from './time.js';

/** One row, taken apart: what the sale is made of, whatever its products, and one product. */
export interface RowParts extends RowAmounts {
  /** Same for all rows of a sale; blank: the row names none. */
  readonly transaction: string;
  readonly order: () => OrderCells;
  /** Without a transaction and a time: a further line of the row above. */
  readonly continues: boolean;
  /** The cells of the row. */
  readonly cells: readonly string[];
  /** Writes the JSON text of the batch up to `product_action`: of the first row's cells with what further rows add. */
  readonly head: (cells: readonly string[]) => string;
  /** Writes the members of `product_action` from the same cells, without the total and the products. */
  readonly action: Members;
  /** null: no column is there once for a sale. */
  readonly once: OnceCells | null;
  /** The total as the cell has it; blank: none. */
  readonly total: string;
  /** Tax and shipping, which the total may include. */
  readonly charges: number;
  /** Whether it names a product: a till may write the whole sale in a row of its own, beside those of its lines. */
  readonly hasItem: boolean;
  /** JSON text of the product; blank: none. */
  readonly product: string;
}

/** Takes the rows of one file apart. */
export interface RowWriter extends Pick<OrderReader, 'belongs'> {
  readonly parts: (row: readonly string[]) => RowParts;
}

/** The object that some columns fill, with what is around its members; blank: none of their cells says anything. */
const wrapped = (columns: readonly Column[], before: string, after: string): Members => {
  const whole = columns.find(({ key }) => key === '')?.index;
  const members = membersOf(
    columns.filter(({ key }) => key !== ''),
    (column) => (column.section === 'optOut' && column.key === 'consented' ? consentText : plainText),
  );
  const around = (inner: string): string => (inner === '' ? '' : before + inner + after);
  if (whole === undefined) return (row) => around(members(row));
  return (row) => {
    const cell = row[whole] ?? '';
    if (isNothing(cell)) return around(members(row));
    const all = objectMembers(cell);
    // What is not an object stays in its place, for the stages after this one to reject.
    if (all === null) return before.slice(0, -1) + plainText(cell) + after.slice(1);
    // Of a member that is in both, the later one counts.
    return around([all, members(row)].filter((inner) => inner !== '').join(','));
  };
};

/** The parts of an object, each followed by a comma; blank ones left out. */
const allOf = (parts: readonly Members[], row: readonly string[]): string => {
  let text = '';
  for (const part of parts) {
    const inner = part(row);
    if (inner !== '') text += inner + ',';
  }
  return text;
};

const productWriter = (header: Header): Members => {
  const members = membersOf(
    columnsOf(header, 'product').filter(({ key }) => key !== ''),
    () => plainText,
  );
  const list = indexOf(header, 'product', '');
  const attributes = wrapped(columnsOf(header, 'productAttributes'), '"custom_attributes":{', '}');
  return (row) => {
    const own = members(row);
    const custom = attributes(row);
    const both = own === '' || custom === '' ? own + custom : `${own},${custom}`;
    const one = both === '' ? '' : `{${both}}`;
    const others = row[list] ?? '';
    return one === '' || others === '' ? one + others : `${one},${others}`;
  };
};

const decimal = (cell: string): number => parseDecimal(cleanText(cell));

const amountReader = (header: Header): ((row: readonly string[]) => RowAmounts) => {
  const price = indexOf(header, 'product', 'price');
  const quantity = indexOf(header, 'product', 'quantity');
  const lineTotal = indexOf(header, 'product', 'total_product_amount');
  const list = indexOf(header, 'product', '');
  return (row) => {
    const items = row[list] ?? '';
    if (items !== '') return amountsOfList(items);
    const each = row[price] ?? '';
    const units = row[quantity] ?? '';
    const whole = row[lineTotal] ?? '';
    return {
      productAmount: decimal(each) * (isNothing(units) ? 1 : decimal(units)),
      hasOwnAmount: !isBlankCell(each) || !isBlankCell(whole),
      lineTotal: decimal(whole),
    };
  };
};

const BATCH_PARTS: readonly (readonly [Section, before: string, after: string])[] = [
  ['batch', '', ''],
  ['identities', '"user_identities":{', '}'],
  ['attributes', '"user_attributes":{', '}'],
  ['device', '"device_info":{', '}'],
  ['application', '"application_info":{', '}'],
  ['source', '"source_info":{', '}'],
  ['consent', '"consent_state":{', '}'],
  ['ccpa', '"consent_state":{"ccpa":{', '}}'],
  // Of several the last one counts.
  ['optOut', '"consent_state":{"ccpa":{"data_sale_opt_out":{', '}}}'],
];

/** Writes the start of a batch, up to `product_action`; `time` writes a time as JSON. */
const headWriter = (header: Header, time: (cell: string) => string): ((row: readonly string[]) => string) => {
  const batch = BATCH_PARTS.flatMap(([section, before, after]) => {
    const columns = columnsOf(header, section);
    return columns.length === 0 ? [] : [wrapped(columns, before, after)];
  });
  const eventType = membersOf(columnsOf(header, 'event'), () => plainText);
  const data = [
    membersOf(columnsOf(header, 'data'), (column) =>
      isEventTime(column) && column.isReadTime !== true ? time : plainText,
    ),
    wrapped(columnsOf(header, 'customAttributes'), '"custom_attributes":{', '}'),
  ];
  return (row) => {
    const type = eventType(row);
    return `{${allOf(batch, row)}"events":[{${type === '' ? '"event_type":"commerce_event"' : type},"data":{${allOf(data, row)}"product_action":{`;
  };
};

/**
 * Compiles a header into the function that turns its rows into parts of batches in the shape of mParticle's JSON
 * (the incoming form: identities as an object). `warnSeconds` is called for every time that was in seconds.
 */
export const rowWriter = (header: Header, timeOf: (cell: string) => CellTime, warnSeconds: () => void): RowWriter => {
  const head = headWriter(header, (cell) => {
    const { text, wasSeconds } = timeOf(cell);
    if (wasSeconds) warnSeconds();
    return JSON.stringify(text);
  });
  const totalIndex = indexOf(header, 'action', 'total_amount');
  const charges = columnsOf(header, 'action').filter(({ key }) => key === 'tax_amount' || key === 'shipping_amount');
  const items = ['id', 'name', ''].map((key) => indexOf(header, 'product', key)).filter((index) => index !== -1);
  const action = membersOf(
    columnsOf(header, 'action').filter(({ index }) => index !== totalIndex),
    () => plainText,
  );
  const product = productWriter(header);
  const amounts = amountReader(header);
  const order = orderReader(header, timeOf);
  const once = onceCells(header);
  return {
    belongs: order.belongs,
    parts: (row) => ({
      transaction: order.transaction(row),
      order: () => order.cells(row),
      continues: order.continues(row),
      cells: row,
      head,
      action,
      once,
      total: isBlankCell(row[totalIndex]) ? '' : cleanText(row[totalIndex] ?? ''),
      charges: sumOf(charges, ({ index }) => decimal(row[index] ?? '') || 0),
      hasItem: items.some((index) => !isBlankCell(row[index])),
      product: product(row),
      ...amounts(row),
    }),
  };
};
