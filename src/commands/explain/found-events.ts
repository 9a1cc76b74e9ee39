// Finds the records that the arguments of `mp2fb explain` name, and explains their events. Printing: explain.ts.

import { forCount, formatNumbered } from '../../lib/format.js';
import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Ports } from '../ports.js';
import { readable, throwUnread } from '../unread-inputs.js';
import { type ReadingFlags, readOptionsOf } from '../../read/flags.js';
import { explainEvent, explainMalformed, keptRejectOf } from './explain-event.js';
import type { ExplainedEvent, Place } from './explanation.js';
import { resultsOf, sourceOf, type SettingsByApi } from './results.js';
import {
  hasIdentity,
  allRecords,
  hasOrder,
  searchLine,
  type FoundRecord,
  type IsWanted,
  type LineSearch,
  type Searching,
} from './search.js';
import { UsageError, type InputError } from '../../lib/errors.js';
import { readTextFile } from '../../lib/file-errors.js';
import type { Instant } from '../../lib/instant.js';
import type { MappingSettings } from '../../model/settings.js';
import { notJson } from '../../transform/parse/record.js';
import { findInputs, type InputRef } from '../../read/index.js';

/** The flags of `mp2fb explain` beside those of the settings. */
export interface ExplainFlags extends ReadingFlags {
  readonly [flag: string]: unknown;
  readonly order?: string;
  /** A file that contains the identity; `-`: stdin. */
  readonly identity?: string;
  readonly json?: true;
  readonly asOf?: Instant;
}

/** The mapping of the settings, and what it would be for each API. */
export interface Mapping {
  readonly chosen: MappingSettings;
  readonly all: SettingsByApi;
}

/** The events, and the errors of inputs that could not be searched to their end. */
export interface Found {
  readonly events: readonly ExplainedEvent[];
  readonly unread: readonly InputError[];
}

const eventsOf = (record: FoundRecord, isWanted: IsWanted, mapping: Mapping): readonly ExplainedEvent[] => {
  const { parsed, text, file, line, rows } = record;
  const place: Place = { file, line, event: null, rows };
  if (parsed.kind !== 'batch') {
    return [explainMalformed(place, parsed.kind === 'rejected' ? parsed : notJson(text), mapping.chosen.api)];
  }
  const { batch } = parsed;
  const events = batch.events.filter((event) => isWanted(event, batch));
  if (events.length === 0) return [];
  const { source, reject } = sourceOf(text);
  const kept = keptRejectOf(reject);
  return events.map((event) => {
    const about = { place: { ...place, event: event.index }, kept, source };
    return explainEvent(resultsOf(about, batch, event, mapping));
  });
};

/** `FILE:LINE[:EVENT]`, read from its end: file names may contain colons. */
const placeOf = (text: string): { file: string; line: number; event: number | null } => {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  const [, file = '', line = '', event] = match ?? [];
  if (match === null || Number(line) === 0)
    throw new UsageError(`give a place as FILE:LINE or FILE:LINE:EVENT (lines count from 1, events from 0)`);
  return { file, line: Number(line), event: event === undefined ? null : Number(event) };
};

const oneInput = async (file: string, { cwd, env, signal }: Ports): Promise<InputRef> => {
  const inputs = await findInputs([file], cwd, env, signal);
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    throw new UsageError(`${file} matches ${inputs.length} files; name the one that contains the line`);
  return input;
};

const noSuchLine = (file: string, line: number, { isLeftOut, looked, lines }: LineSearch): UsageError => {
  if (isLeftOut) return new UsageError(`${file}:${line} is a row that the map of the CSV manifest leaves out (null)`);
  return new UsageError(
    lines === null
      ? `${file} has no records`
      : `${file} has no record on line ${line}; ${forCount(`{the one record that was read is on line ${lines.first}|the ${looked} that were read are on lines ${lines.first} to ${lines.last}}`, looked)}`,
  );
};

const noSuchEvent = (file: string, line: number, records: readonly FoundRecord[]): UsageError => {
  const indexes = records.flatMap(({ parsed }) =>
    parsed.kind === 'batch' ? parsed.batch.events.map((event) => event.index) : [],
  );
  const there = forCount(`{event|events} ${indexes.join(', ')}`, indexes.length);
  return new UsageError(`${file}:${line} has ${indexes.length === 0 ? 'no events' : `only ${there}`}`);
};

const searchingOf = async (flags: ExplainFlags, ports: Ports): Promise<Searching> => ({
  reading: await readOptionsOf(flags, ports),
  signal: ports.signal,
});

const explainPlace = async (text: string, flags: ExplainFlags, mapping: Mapping, ports: Ports) => {
  const { file, line, event } = placeOf(text);
  const input = await oneInput(file, ports);
  const found = await searchLine(input, await searchingOf(flags, ports), line);
  if (found.records.length + found.faults.length === 0) throw noSuchLine(file, line, found);
  const faults = found.faults.map((fault) =>
    explainMalformed({ file: input.path, line: fault.line, event: null, rows: null }, fault, mapping.chosen.api),
  );
  const isWanted: IsWanted = ({ index }) => event === null || index === event;
  const explained = [...found.records.flatMap((record) => eventsOf(record, isWanted, mapping)), ...faults];
  if (explained.length === 0) throw noSuchEvent(file, line, found.records);
  return explained;
};

/** Every requested event. `what`: how messages name what was searched for. */
const explainFound = async (
  args: readonly string[],
  flags: ExplainFlags,
  mapping: Mapping,
  ports: Ports,
  isWanted: IsWanted,
  what: string,
): Promise<Found> => {
  const inputs = await findInputs(args, ports.cwd, ports.env, ports.signal);
  const explained: ExplainedEvent[] = [];
  const unread: InputError[] = [];
  const searching = await searchingOf(flags, ports);
  let malformed = 0;
  for (const input of inputs)
    for await (const record of readable(allRecords(input, searching), unread))
      if (record?.parsed.kind === 'batch') explained.push(...eventsOf(record, isWanted, mapping));
      else malformed += 1;
  if (explained.length === 0) throwUnread(unread);
  if (explained.length === 0) {
    const where = inputs.length === 1 ? 'this input' : `these ${inputs.length} inputs`;
    const others = forCount(
      `; ${formatNumbered(malformed, 'record')} {is|are} malformed: mp2fb check says why`,
      malformed,
    );
    throw new UsageError(`no event in ${where} has that ${what}${malformed === 0 ? '' : others}`);
  }
  return { events: explained, unread };
};

/** The identity to search for: personal data, so it is read from a file or stdin and is never a flag's value. */
const identityIn = async (file: string, { cwd, stdin, signal }: Ports): Promise<string> => {
  const identity = (
    file === '-' ? await text(addAbortSignal(signal, stdin())) : await contentsOf(resolve(cwd, file))
  ).trim();
  if (identity === '' || identity.includes('\n'))
    throw new UsageError('--identity: the file must contain one identity, such as an e-mail address, on one line');
  return identity;
};

const contentsOf = (path: string): Promise<string> =>
  readTextFile(path).catch(() => {
    throw new UsageError(
      '--identity: the file cannot be read (give a path, or - for stdin, never the identity itself)',
    );
  });

/** Every event that the arguments select: by place, by order id, or by a person's identity. */
export const foundEvents = async (
  args: readonly string[],
  flags: ExplainFlags,
  mapping: Mapping,
  ports: Ports,
): Promise<Found> => {
  const { order, identity } = flags;
  if (order !== undefined && identity !== undefined) throw new UsageError('give either --order or --identity');
  if (identity !== undefined) {
    if (identity === '-' && args.includes('-'))
      throw new UsageError('only one of --identity and the input can be stdin');
    const isWanted = hasIdentity(await identityIn(identity, ports));
    return explainFound(args, flags, mapping, ports, isWanted, 'identity');
  }
  if (order !== undefined) return explainFound(args, flags, mapping, ports, hasOrder(order), 'transaction id');
  const [place = '', ...more] = args;
  if (more.length > 0)
    throw new UsageError('give one place, FILE:LINE or FILE:LINE:EVENT; several inputs go with --order or --identity');
  return { events: await explainPlace(place, flags, mapping, ports), unread: [] };
};
