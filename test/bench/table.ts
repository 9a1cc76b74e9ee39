import { isMet, type Figure } from './figure.js';

const HEAD = ['measured', 'compared with', 'figure', 'goal', '', 'memory', 'note'];
const RIGHT = new Set([2, 3, 5]);

const goalText = ({ goal }: Figure): string => {
  if (goal === undefined) return '';
  return 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
};

const valueText = ({ value, unit }: Figure): string => {
  if (value === null) return '–';
  return unit === undefined ? value.toFixed(2) : `${value.toFixed(0)} ${unit}`;
};

const verdict = (figure: Figure): string => {
  if (figure.value === null) return 'skipped';
  return { true: 'met', false: 'MISSED', null: '' }[String(isMet(figure)) as 'true' | 'false' | 'null'];
};

const memoryText = ({ memoryMb, ownMb }: Figure): string => {
  if (memoryMb === undefined) return '';
  return `${memoryMb.toFixed(0)} MB${typeof ownMb === 'number' ? `, own ${ownMb.toFixed(0)}` : ''}`;
};

const cells = (figure: Figure): readonly string[] => [
  figure.what,
  figure.comparedWith,
  valueText(figure),
  goalText(figure),
  verdict(figure),
  memoryText(figure),
  figure.note,
];

/** One figure, printed as soon as it is measured. */
export const figureLine = (figure: Figure): string =>
  cells(figure)
    .filter((cell) => cell !== '')
    .join(' | ');

/** All figures as a table in Markdown, aligned so that it can be read as it is. */
export const table = (figures: readonly Figure[]): string => {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (RIGHT.has(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  const rule = widths.map((width, column) => (RIGHT.has(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(HEAD), line(rule), ...figures.map((figure) => line(cells(figure)))].join('\n');
};
