// Values that the rows of one sale state once for all of them: blank cells of the first row are filled from further
// rows, and different cells are counted. Which rows belong to one sale is decided in order-cells.ts.
import type { Column, Header } from './header.js';
import { isNothing } from './blank-cells.js';
import { columnsOf, consentText } from './members.js';
import type { Section } from './targets.js';

type Row = readonly string[];

/** Adds the cells of a further row of a sale to its first; `differs` receives columns with different values. */
export type OnceCells = (first: Row, row: Row, differs: (column: string) => void) => Row;

/** How a column of these parts is named, and whether a blank cell is filled: identities are part of the fingerprint. */
const PARTS: ReadonlyMap<Section, readonly [prefix: string, isFilled: boolean]> = new Map([
  ['identities', ['user_identities', false]],
  ['device', ['device_info', false]],
  ['attributes', ['user_attributes', true]],
  ['customAttributes', ['custom_attributes', true]],
  ['consent', ['consent_state', true]],
  ['ccpa', ['consent_state.ccpa', true]],
  ['optOut', ['consent_state.ccpa.data_sale_opt_out', true]],
  ['data', ['data', true]],
]);

/** Of the other columns of these parts each row may have its own. */
const isOnce = ({ section, key }: Column): boolean => {
  if (section === 'optOut') return key === 'consented' || key === '';
  return section !== 'data' || key === 'currency_code';
};

const nameOf = ({ section, key }: Column): string => {
  const [prefix = ''] = PARTS.get(section) ?? [];
  return key === '' ? prefix : `${prefix}.${key}`;
};

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Whether a cell says that the person did not opt out. */
const isConsent = (cell: string): boolean => consentText(cell) === 'false';
const OPTED_OUT = 'true';

/** Compiles the header of a file; null: it has no such column. */
export const onceCells = (header: Header): OnceCells | null => {
  const columns = columnsOf(header, ...PARTS.keys())
    .filter(isOnce)
    .map((column) => ({
      index: column.index,
      name: nameOf(column),
      isFilled: PARTS.get(column.section)?.[1] === true,
      isOptOut: column.section === 'optOut' && column.key !== '',
    }));
  if (columns.length === 0) return null;
  return (first, row, differs) => {
    let filled: string[] | null = null;
    for (const { index, name, isFilled, isOptOut } of columns) {
      const [own = '', other = ''] = [(filled ?? first)[index], row[index]];
      if (own === other || isNothing(other) || isSame(own, other)) continue;
      if (isFilled && isNothing(own)) {
        (filled ??= [...first])[index] = other;
        continue;
      }
      differs(name);
      // Rows that contradict each other are not a consent.
      if (isOptOut && !(isConsent(own) && isConsent(other))) (filled ??= [...first])[index] = OPTED_OUT;
    }
    return filled ?? first;
  };
};
