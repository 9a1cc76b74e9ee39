// `mp2fb explain`: finds the records that the arguments name, and prints their explanations.

import { forCount } from '../../lib/format.js';
import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { byApi } from './source-paths.js';
import type { Ports } from '../ports.js';
import { type ReadingFlags, readOptionsOf } from '../../read/flags.js';
import { explainEvent, explainMalformed, keptRejectOf } from './explain-event.js';
import type { ExplainedEvent, Place } from './explanation.js';
import { printEvent } from './print.js';
import { resultsOf, sourceOf, type SettingsByApi } from './results.js';
import {
  hasIdentity,
  allRecords,
  readable,
  throwUnread,
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
import { print } from '../../lib/sink.js';
import { exitCodeOfSignal } from '../../model/exit-code.js';
import type { MappingSettings } from '../../model/settings.js';
import { notJson } from '../../transform/parse/record.js';
import { findInputs, type InputRef } from '../../read/index.js';
import { painter, wantsColor } from '../../report/summary/paint.js';
import { loadSettings, type LoadedSettings } from '../../settings/load.js';
import { HASH_MADID, MAX_AGE_DAYS } from '../../settings/table/limits.js';

/** The flags of `mp2fb explain` beside those of the settings. */
export interface ExplainFlags extends ReadingFlags {
  readonly [flag: string]: unknown;
  readonly order?: string;
  /** A file that contains the identity; `-`: stdin. */
  readonly identity?: string;
  readonly json?: true;
  readonly asOf?: Instant;
}

interface Mapping {
  readonly chosen: MappingSettings;
  readonly all: SettingsByApi;
}

/** Defaults differ between the APIs; values that are set apply to both. */
const mappingOf = ({ settings, resolved }: LoadedSettings, nowMs: number): Mapping => {
  const isDefault = (name: string): boolean => resolved.find((one) => one.name === name)?.source === 'default';
  const chosen = { ...settings.mapping, asOfMs: nowMs, sinceMs: null, untilMs: null };
  const all = byApi((api) => ({
    ...chosen,
    api,
    maxAgeDays: isDefault('maxAgeDays') ? MAX_AGE_DAYS[api] : chosen.maxAgeDays,
    hashMadid: isDefault('hashMadid') ? HASH_MADID[api] : chosen.hashMadid,
  }));
  return { chosen, all };
};

/** Events, and what of the inputs could not be searched for more. */
interface Found {
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
    throw new UsageError(`${file} means ${inputs.length} files; name the one that the line is in`);
  return input;
};

const noSuchLine = (file: string, line: number, { looked, lines }: LineSearch): UsageError =>
  new UsageError(
    lines === null
      ? `${file} has no records`
      : `${file} has no record on line ${line}; ${forCount(`{the one record that was read is on line ${lines.first}|the ${looked} that were read are on lines ${lines.first} to ${lines.last}}`, looked)}`,
  );

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
  const faults = found.faults.map(({ fault }) =>
    explainMalformed({ file: input.path, line: fault.line, event: null, rows: null }, fault, mapping.chosen.api),
  );
  const isWanted: IsWanted = ({ index }) => event === null || index === event;
  const explained = [...found.records.flatMap((record) => eventsOf(record, isWanted, mapping)), ...faults];
  if (explained.length === 0) throw noSuchEvent(file, line, found.records);
  return explained;
};

/** Every event that is wanted. `what`: how a message names what was looked for. */
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
  for (const input of inputs)
    for await (const record of readable(allRecords(input, searching), unread))
      if (record.parsed.kind === 'batch') explained.push(...eventsOf(record, isWanted, mapping));
  if (explained.length === 0) throwUnread(unread);
  if (explained.length === 0)
    throw new UsageError(
      `no event in ${inputs.length === 1 ? 'this input' : `these ${inputs.length} inputs`} has that ${what}`,
    );
  return { events: explained, unread };
};

/** The identity to look for: a person's, so it is read from a file or stdin, and is never a flag's own value. */
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

const explainAny = async (
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

/** What was found; null: a signal came, so nothing is printed, and an error that it caused does not count. */
const unlessStopped = async (work: Promise<Found>, { signal, exit }: Ports): Promise<Found | null> => {
  const found = await work.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!signal.aborted) return found ?? null;
  exit(exitCodeOfSignal(signal));
  return null;
};

/** `mp2fb explain`: how one event became what it is, on stdout and nowhere else. */
export const explain = async (args: readonly string[], flags: ExplainFlags, ports: Ports): Promise<void> => {
  const { env, clock, stdout } = ports;
  const nowMs = flags.asOf?.(clock.now()) ?? clock.now();
  const mapping = mappingOf(await loadSettings({ ...ports, flags }), nowMs);
  const found = await unlessStopped(explainAny(args, flags, mapping, ports), ports);
  if (found === null) return;
  const { events, unread } = found;
  const isTerminal = stdout.isTTY === true;
  const paint = painter(wantsColor(env, isTerminal));
  // Other programs search whole lines.
  const cells = (isTerminal ? stdout.columns : undefined) ?? Infinity;
  const shown =
    flags.json === true
      ? JSON.stringify({ events }, null, 2)
      : events.map((event) => printEvent(event, (heading) => paint('bold', heading), cells)).join('\n\n');
  await print(`${shown}\n`, stdout);
  throwUnread(unread);
};
