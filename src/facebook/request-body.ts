import { runsOf, wireStart, type EventRun, type Outgoing } from '../model/mapped.js';
import type { DeliverySettings } from '../model/settings.js';

const COMMA = 0x2c;
const EMPTY = new Uint8Array();
const HEAD = Buffer.from('{"data":[');

/** The members of a request beside `data`, in Meta's spelling; null ones are left out. */
export interface RequestMembers {
  readonly upload_tag: string | null;
  readonly test_event_code: string | null;
  readonly access_token?: string;
  readonly appsecret_proof?: string;
}

/** The members of each request beside its events, without secrets: what a dry run shows. */
export const publicMembers = (delivery: DeliverySettings, runId: string): RequestMembers => ({
  upload_tag: delivery.uploadTag ?? `mp2fb ${runId}`,
  test_event_code: delivery.testEventCode,
});

/** The bytes of consecutive events, which are serialised already. */
const bytesOf = ({ mapped, first, last }: EventRun): Uint8Array<ArrayBuffer> =>
  mapped.wire.subarray(wireStart({ mapped, index: first }), mapped.wireEnds[last]);

const stampSeparators = (events: readonly Outgoing[], separator: number): void => {
  for (const { mapped, index } of events) mapped.wire[(mapped.wireEnds[index] ?? 0) - 1] = separator;
};

const membersText = (members: RequestMembers): string =>
  Object.entries(members)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join('');

/** The JSON body of a request, UTF-8, in pieces: the events' own bytes are neither copied nor serialised again. */
export const requestBody = (
  events: readonly Outgoing[],
  members: RequestMembers,
): readonly Uint8Array<ArrayBuffer>[] => {
  stampSeparators(events, COMMA);
  const runs = Array.from(runsOf(events), bytesOf);
  const last = runs.pop() ?? EMPTY;
  // The last event's separator is left out, because the array ends there.
  const tail = Buffer.from(`]${membersText(members)}}`);
  return [HEAD, ...runs, last.subarray(0, Math.max(0, last.length - 1)), tail];
};
