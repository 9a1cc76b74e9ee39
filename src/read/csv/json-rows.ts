// Rows of a table that were exported as JSON, one object a row: a manifest names their members by paths. Not here: how
// such text is cut into values (../json), and how rows become sales (sale-rows.ts).
import { InputError } from '../../lib/errors.js';
import { endOfJsonValue, isJsonObject, type JsonObject } from '../../lib/json.js';
import type { Block } from '../../model/block.js';
import type { PeekSource } from '../bytes/peek.js';
import type { Cutting } from '../block-builder.js';
import type { CsvOptions } from '../options.js';
import type { CsvManifest } from './manifest-members.js';
import { valueOf } from './json-object.js';
import { isBlankCell } from './members.js';
import { SaleRows } from './sale-rows.js';

/** Room for the first row, however many items it has. */
const FIRST_ROW_BYTES = 1024 * 1024;
/** Members of a batch, and of a line of a rejects file, which is a batch. */
const OF_BATCHES = ['events', '_reject', '_raw'];

/** Whether JSON text holds rows of a table, by the first value: batches are read as such, manifest or not. */
export const holdsTableRows = async (source: PeekSource): Promise<boolean> => {
  const text = (await source.peek(FIRST_ROW_BYTES)).toString('latin1').replace(/^\s*\[?\s*/, '');
  const end = text.startsWith('{') ? endOfJsonValue(text, 0) : -1;
  const first = end === -1 ? undefined : valueOf(text.slice(0, end));
  return isJsonObject(first) && !OF_BATCHES.some((name) => name in first);
};

/** What a path finds in each item of a list. */
class OfItems {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/** The value at a path; through a list without an index, those of all its items. */
const valueAt = (value: unknown, path: string): unknown => {
  if (Array.isArray(value)) {
    const [, index, rest = ''] = /^(\d+)(?:\.(.+))?$/.exec(path) ?? [];
    if (index === undefined) return new OfItems(value.map((item) => valueAt(item, path)));
    return rest === '' ? value[Number(index)] : valueAt(value[Number(index)], rest);
  }
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    if (Object.hasOwn(value, name)) return valueAt(value[name], path.slice(dot + 1));
  }
  return undefined;
};

/** A value as a cell; numbers with the manifest's decimal sign, as its other cells have it. */
const cellOf = (value: unknown, decimal: CsvManifest['decimal']): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && decimal === ',') return String(value).replace('.', ',');
  return JSON.stringify(value instanceof OfItems ? value.values : value);
};

/**
 * The rows of one object: more than one where paths go through a list. Those after the first have the cells of the list
 * alone, as a further line of a sale has them in a CSV file.
 */
const rowsOf = (row: JsonObject, paths: readonly string[], decimal: CsvManifest['decimal']): readonly string[][] => {
  const found = paths.map((path) => valueAt(row, path));
  const items = Math.max(1, ...found.map((value) => (value instanceof OfItems ? value.values.length : 1)));
  return Array.from({ length: items }, (_, item) =>
    found.map((value) => {
      if (value instanceof OfItems) return cellOf(value.values[item], decimal);
      return item === 0 ? cellOf(value, decimal) : '';
    }),
  );
};

class JsonRows {
  readonly #sales: SaleRows;
  readonly #decimal: CsvManifest['decimal'];
  readonly #paths: readonly string[];

  constructor(sales: SaleRows, { decimal, columns }: CsvManifest) {
    this.#sales = sales;
    this.#decimal = decimal;
    this.#paths = [...new Set(columns.flatMap((column) => column.columns))];
    sales.row(this.#paths, 0, () => '');
  }

  block({ bytes, starts, ends, lines, faults }: Block): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let fault = 0;
    const faultsBefore = (line: number): void => {
      for (let next = faults[fault]; next !== undefined && next.line < line; next = faults[(fault += 1)])
        this.#sales.fault(next);
    };
    starts.forEach((start, index) => {
      const line = lines[index] ?? 0;
      faultsBefore(line);
      this.#row(text.toString('utf8', start, ends[index]), line);
    });
    faultsBefore(Infinity);
  }

  #row(text: string, line: number): void {
    const value = valueOf(text);
    const rows = isJsonObject(value) ? rowsOf(value, this.#paths, this.#decimal) : [];
    const filled = rows.filter((cells) => !cells.every(isBlankCell));
    filled.forEach((cells) => this.#sales.row(cells, line, () => text));
    if (filled.length > 0) return;
    const fault =
      value === undefined
        ? ({ reason: 'not_json', message: 'the row is not JSON' } as const)
        : ({ reason: 'not_a_batch', message: 'the row has none of the members that the manifest names' } as const);
    this.#sales.fault({ line, ...fault, raw: text });
  }
}

/**
 * Reads rows of a table, one JSON object each (`values`: the text cut into them), as batches, by a manifest whose `column`
 * is a path such as `productaction.transactionid`. What is no such row is a fault.
 */
export async function* readJsonRows(
  values: AsyncIterable<Block>,
  cutting: Cutting,
  path: string,
  options: CsvOptions & { readonly manifest: CsvManifest },
): AsyncGenerator<Block> {
  if (!options.manifest.hasHeaderRow)
    throw new InputError(
      `${path} holds JSON: name its members in ${options.manifest.path}, and leave hasHeaderRow out`,
    );
  const sales = new SaleRows(cutting, path, options);
  await sales.prepare();
  const rows = new JsonRows(sales, options.manifest);
  for await (const block of values) {
    rows.block(block);
    yield* sales.full();
  }
  sales.endRows();
  yield* sales.flush();
}
