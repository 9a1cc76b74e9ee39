import { APIS, type Api } from '../../model/settings.js';
import { formatOrigin } from '../../model/origin.js';
import type { Decision, ExplainedEvent, ExplainedField, SentField } from './explanation.js';

const LABEL_CELLS = Math.max(...APIS.map((api) => api.length)) + 2;

/** Characters that would steer the terminal, or turn the direction of the text around. */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const BACKSLASH_U = '\\u';

/** A value as JSON on one line, safe to print. */
const shown = (value: unknown): string =>
  JSON.stringify(value).replace(
    STEERING,
    (char) => `${BACKSLASH_U}${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

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

const decisionLines = (api: Api, decision: Decision, isChosen: boolean): readonly string[] => {
  const label = `  ${`${api}${isChosen ? ' *' : ''}`.padEnd(LABEL_CELLS + 2)}`;
  if (decision.outcome === 'sent') return [`${label}goes out as ${shown(decision.eventName)}`];
  const message = decision.message === null ? '' : ` (${decision.message})`;
  const indent = ' '.repeat(label.length);
  // Some reasons are their own hint.
  const hint = decision.hint === `${decision.message ?? ''}.` ? [] : [`${indent}${decision.hint}`];
  return [`${label}${decision.outcome} as ${decision.reason}${message}`, ...hint];
};

const titleOf = ({ place }: ExplainedEvent): string => {
  const rows = place.rows === null || place.rows.length < 2 ? '' : ` (CSV rows on lines ${place.rows.join(', ')})`;
  return `${formatOrigin(place)}${rows}`.replace(STEERING, '?');
};

const keptLines = ({ kept }: ExplainedEvent): readonly string[] =>
  kept === null
    ? []
    : [
        `  rejected before as ${shown(kept.reason)}: ${shown(kept.message)}`,
        ...(kept.hint === null ? [] : [`  ${kept.hint}`]),
      ];

const GROUPS = ['batch', 'event', 'match keys'] as const;

/** One event for people; lines without a line end behind the last. `bold` marks headings. */
export const printEvent = (event: ExplainedEvent, bold: (text: string) => string): string =>
  [
    bold(titleOf(event)),
    ...APIS.flatMap((api) => decisionLines(api, event.decisions[api], api === event.api)),
    ...keptLines(event),
    ...GROUPS.flatMap((group) => {
      const fields = event.fields.filter((field) => field.group === group);
      return fields.length === 0 ? [] : ['', bold(`  ${group}`), ...fields.flatMap(fieldLines)];
    }),
  ].join('\n');
