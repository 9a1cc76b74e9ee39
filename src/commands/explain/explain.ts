// `mp2fb explain`: settings → the requested events (found-events.ts) → stdout.

import { byApi } from './source-paths.js';
import type { Ports } from '../ports.js';
import { throwUnread } from '../unread-inputs.js';
import { foundEvents, type ExplainFlags, type Found, type Mapping } from './found-events.js';
import { printEvent } from './print.js';
import { print } from '../../lib/output-stream.js';
import { exitCodeOfSignal } from '../../model/exit-code.js';
import { painter, wantsColor } from '../../report/summary/paint.js';
import { loadSettings, type LoadedSettings } from '../../settings/load.js';
import { HASH_MADID, MAX_AGE_DAYS } from '../../settings/table/limits.js';

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

/** The result; null: a signal came, so nothing is printed, and an error that it caused is ignored. */
const unlessStopped = async (work: Promise<Found>, { signal, exit }: Ports): Promise<Found | null> => {
  const found = await work.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!signal.aborted) return found ?? null;
  exit(exitCodeOfSignal(signal));
  return null;
};

/** `mp2fb explain`: prints how one event was mapped, to stdout only. */
export const explain = async (args: readonly string[], flags: ExplainFlags, ports: Ports): Promise<void> => {
  const { env, clock, stdout } = ports;
  const nowMs = flags.asOf?.(clock.now()) ?? clock.now();
  const mapping = mappingOf(await loadSettings({ ...ports, flags }), nowMs);
  const found = await unlessStopped(foundEvents(args, flags, mapping, ports), ports);
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
