import { once } from 'node:events';
import type { JsonObject } from '../lib/json.js';
import type { EventRecord } from './options.js';

/** Hands events on to whoever records them; resolves when there is room for more. */
export const recordEvents = async (record: EventRecord | null, events: readonly JsonObject[]): Promise<void> => {
  if (record === null || events.length === 0) return;
  if (typeof record === 'function') {
    for (const event of events) {
      const wait = record(event);
      if (wait instanceof Promise) await wait;
    }
    return;
  }
  let hasRoom = true;
  if (record.writableObjectMode) for (const event of events) hasRoom = record.write(event);
  else hasRoom = record.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  if (!hasRoom && record.writableNeedDrain) await once(record, 'drain');
};
