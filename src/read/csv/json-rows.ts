// Reads rows of a table that were exported as JSON, one object per row; a manifest names their members by paths. Not
// here: how such text is cut into values (../json), and how rows become sales (sale-rows.ts).
import { InputError } from '../../lib/errors.js';
import { endOfJsonValue, isJsonObject, type JsonObject } from '../../lib/json.js';
import { nearestName } from '../../lib/nearest.js';
import type { Block } from '../../model/block.js';
import type { CountedWarning } from '../../model/warnings.js';
import type { PeekSource } from '../bytes/peek.js';
import type { Cutting } from '../block-builder.js';
import type { CsvOptions } from '../options.js';
import type { CsvManifest } from './manifest-members.js';
import { valueOf } from './json-object.js';
import { hasPath, pathsOf, rowsOf, holdsSeveral, isBroken } from './json-paths.js';
import { isBlankCell } from './blank-cells.js';
import { SaleRows } from './sale-rows.js';

/** Fields of a sale and its products with one value each. */
const SINGLE =
  /(?:^|\.)(?:action|transaction_id|total_amount|currency_code|timestamp_unixtime_ms|event_id|source_message_id|id|name|brand|category|price|quantity|total_product_amount)$/;

/** Room for the first row, however many items it has. */
const FIRST_ROW_BYTES = 1024 * 1024;
/** Members of a batch, and of a line of a rejects file, which is a batch. */
const OF_BATCHES = ['events', '_reject', '_raw'];

/** Whether JSON text contains rows of a table, by its first value: batches are read as batches, manifest or not. */
export const holdsTableRows = async (source: PeekSource): Promise<boolean> => {
  const [first] = firstRows((await source.peek(FIRST_ROW_BYTES)).toString('latin1'), 1);
  return first !== undefined && !isBatch(first);
};

/** Whether an object is a batch, and not a row of a table. */
export const isBatch = (row: JsonObject): boolean => OF_BATCHES.some((name) => name in row);

/** The first complete objects of a text, at most `limit`: one per line, in a list, or concatenated. */
export const firstRows = (text: string, limit: number): readonly JsonObject[] => {
  const rows: JsonObject[] = [];
  let at = /^\s*\[?\s*/.exec(text)?.[0].length ?? 0;
  while (rows.length < limit && text[at] === '{') {
    const end = endOfJsonValue(text, at);
    const row = end === -1 ? undefined : valueOf(text.slice(at, end));
    if (!isJsonObject(row)) break;
    rows.push(row);
    at = end + (/^[\s,]*/.exec(text.slice(end))?.[0].length ?? 0);
  }
  return rows;
};

/** Number of rows that are searched for the paths of a file. */
const ROWS_FOR_PATHS = 1_000;
const MAX_PATHS = 10_000;

/** The path that ends in the same name, as `transactionid` does without its parent. */
const sameEnd = (path: string, present: readonly string[]): string | null => {
  const end = (one: string): string => one.slice(one.lastIndexOf('.') + 1).toLowerCase();
  return present.find((one) => end(one) === end(path)) ?? null;
};

class JsonRows {
  count = 0;
  readonly #absent: Set<string>;
  readonly #present = new Set<string>();
  readonly #sales: SaleRows;
  readonly #decimal: CsvManifest['decimal'];
  readonly #paths: readonly string[];
  readonly #single: readonly string[];

  constructor(sales: SaleRows, { decimal, columns }: CsvManifest) {
    this.#sales = sales;
    this.#decimal = decimal;
    this.#paths = [...new Set(columns.flatMap((column) => column.columns))];
    this.#single = columns.flatMap(({ field, columns: names }) => (field !== null && SINGLE.test(field) ? names : []));
    this.#absent = new Set(columns.flatMap(({ field, columns: names }) => (field === null ? [] : names)));
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

  /** Warnings about the paths that no row has had so far; reported once. */
  absentPaths(): readonly CountedWarning[] {
    const present = [...this.#present];
    const warnings = [...this.#absent].map((path): CountedWarning => {
      const nearest = nearestName(path, present) ?? sameEnd(path, present);
      return { code: 'path_absent', count: 1, detail: nearest === null ? path : `${path} (did you mean ${nearest}?)` };
    });
    this.#absent.clear();
    return this.count === 0 ? [] : warnings;
  }

  /** Records which paths the row has; needed until each path of the manifest was found. */
  #lookFor(row: JsonObject): void {
    if (this.#absent.size === 0) return;
    for (const path of this.#absent) if (hasPath(row, path)) this.#absent.delete(path);
    if (this.count > ROWS_FOR_PATHS || this.#present.size > MAX_PATHS) return;
    for (const path of pathsOf(row)) this.#present.add(path);
  }

  /** A path whose value in this row has the wrong type; null: none. */
  #wrongPath(row: JsonObject): string | null {
    const broken = this.#paths.find((path) => isBroken(row, path));
    return broken ?? this.#single.find((path) => holdsSeveral(row, path)) ?? null;
  }

  #row(text: string, line: number): void {
    const value = valueOf(text);
    this.count += 1;
    if (isJsonObject(value)) {
      this.#lookFor(value);
      const wrong = this.#wrongPath(value);
      if (wrong !== null) {
        const message = `${wrong} does not lead to a single value: a member on this path has another type`;
        this.#sales.fault({ line, reason: 'malformed_event', message, raw: text });
        return;
      }
    }
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
 * Reads rows of a table, one JSON object each (`values`: the text cut into them), as batches, by a manifest whose
 * `column` is a path such as `productaction.transactionid`. Anything else is a fault.
 */
export async function* readJsonRows(
  values: AsyncIterable<Block>,
  cutting: Cutting,
  path: string,
  options: CsvOptions & { readonly manifest: CsvManifest; readonly firstRecords?: number | undefined },
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
    // A sample ends before its file does.
    const isSampled = rows.count >= (options.firstRecords ?? Infinity);
    for (const full of sales.full())
      yield isSampled ? { ...full, warnings: [...full.warnings, ...rows.absentPaths()] } : full;
  }
  sales.endRows(cutting.source.failure !== null || cutting.place.cutOff !== undefined);
  rows.absentPaths().forEach((warning) => sales.warn(warning));
  yield* sales.flush();
}
