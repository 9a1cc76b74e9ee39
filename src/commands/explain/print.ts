// Prints an explanation for people, wrapped to the terminal. JSON output needs none of it.

import { printableLine } from '../../lib/printable.js';
import { APIS, type Api } from '../../model/settings.js';
import { formatOrigin } from '../../model/origin.js';
import { piecesOf, wrap } from '../../report/summary/text.js';
import type { Decision, ExplainedEvent, ExplainedField, SentField } from './explanation.js';

const LABEL_CELLS = Math.max(...APIS.map((api) => api.length)) + 2;

/** Characters that could control the terminal, or reverse the direction of the text around them. */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (char: string): string =>
  char.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A value as JSON on one line, safe to print. */
const shown = (value: unknown): string => JSON.stringify(value).replace(STEERING, escaped);

const line = (label: string, text: string): string => `    ${label.padEnd(LABEL_CELLS)}${text}`;

const sentLines = (api: Api, { member, values }: SentField): readonly string[] =>
  values.map(({ value, hashOf }, index) =>
    line(
      index === 0 ? api : '',
      `${index === 0 ? `${member} = ` : '  and '}${shown(value)}${hashOf === null ? '' : `, the SHA-256 of ${shown(hashOf)}`}`,
    ),
  );

const fieldLines = (field: ExplainedField): readonly string[] => [
  `  ${field.field}`,
  ...field.found.map(({ path, value }, index) => line(index === 0 ? 'found' : '', `${path} = ${shown(value)}`)),
  line('rule', field.rule),
  ...(field.becomes === null ? [] : [line('becomes', shown(field.becomes))]),
  ...(field.note === null ? [] : [line('note', field.note)]),
  ...APIS.flatMap((api) => {
    const sent = field.sent[api];
    return sent === null ? [] : sentLines(api, sent);
  }),
];

const decisionLines = (api: Api, decision: Decision): readonly string[] =>
  decision.outcome === 'sent'
    ? [`  with ${api}: sent as ${shown(decision.eventName)}`]
    : [`  with ${api}: ${decision.outcome} as ${decision.reason}. ${decision.hint}`];

const titleOf = ({ place }: ExplainedEvent): string => {
  const rows = place.rows === null || place.rows.length < 2 ? '' : ` (CSV rows on lines ${place.rows.join(', ')})`;
  return printableLine(`${formatOrigin(place)}${rows}`);
};

const keptLines = ({ kept, decisions, api }: ExplainedEvent): readonly string[] => {
  if (kept === null) return [];
  const now = decisions[api];
  if (now.outcome !== 'sent' && now.reason === kept.reason && now.message === kept.message)
    return ['  rejected before for the same reason'];
  return [
    `  rejected before as ${shown(kept.reason)}: ${shown(kept.message)}`,
    ...(kept.hint === null ? [] : [`  ${kept.hint}`]),
  ];
};

const GROUPS = ['batch', 'event', 'match keys'] as const;

/** A field without a source and without a result is left out. */
const isPresent = ({ found, becomes }: ExplainedField): boolean => found.length > 0 || becomes !== null;

/** The other API is only shown if its outcome differs. */
const otherDecisions = ({ api, decisions }: ExplainedEvent): readonly string[] =>
  APIS.filter((other) => other !== api && decisions[other].outcome !== decisions[api].outcome).flatMap((other) =>
    decisionLines(other, decisions[other]),
  );

const HANGING = LABEL_CELLS + 4;

const NARROWEST = 20;
const HASH = /[0-9a-f]{64}/;

/** Splits a word into pieces as wide as a line, a path after its dots; a hash stays whole, so that it can be copied. */
const wordPieces = (word: string, cells: number): string[] => {
  if (HASH.test(word) || word.length <= cells) return [word];
  const pieces: string[] = [];
  for (const part of word.split(/(?<=\.)/)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + part.length <= cells) pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces.flatMap((piece) => piecesOf(piece, cells));
};

/** Wraps a line, with the further lines below its text. */
const folded = (text: string, cells: number): readonly string[] => {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const label = text.slice(0, HANGING);
  // Spaces separate a label from its text and belong to no word.
  const isLabelled = indent === 4 && text.length > HANGING && label.endsWith('  ');
  const start = isLabelled ? HANGING : indent;
  const inner = Math.max(NARROWEST, cells - start - (isLabelled ? 0 : 2));
  const [first = '', ...rest] = wrap(text.slice(start), inner, wordPieces);
  const under = ' '.repeat(isLabelled ? HANGING : indent + 2);
  return [`${isLabelled ? label : ' '.repeat(indent)}${first}`, ...rest.map((part) => under + part)];
};

/**
 * One event for people, wrapped to `cells` where possible, without a final line end. Starts with the outcome and what
 * would change it. `bold` formats headings.
 */
export const printEvent = (event: ExplainedEvent, bold: (text: string) => string, cells: number): string => {
  const present = event.fields.filter(isPresent);
  return [
    bold(titleOf(event)),
    ...folded(`  ${printableLine(event.headline.outcome)}`, cells),
    ...(event.headline.next === '' ? [] : folded(`  ${printableLine(event.headline.next)}`, cells)),
    ...[...otherDecisions(event), ...keptLines(event)].flatMap((text) => folded(text, cells)),
    ...GROUPS.flatMap((group) => {
      const fields = present.filter((field) => field.group === group);
      if (fields.length === 0) return [];
      return ['', bold(`  ${group}`), ...fields.flatMap(fieldLines).flatMap((text) => folded(text, cells))];
    }),
  ].join('\n');
};
