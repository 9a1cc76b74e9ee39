import type { Fetch, Outcome, UploadOptions } from '../../src/index.js';
import { uploadBatches, type Upload } from '../../src/library/upload-batches.js';
import { batchOf, purchase } from '../support/batches.js';

export const TOKEN = 'EAAB-a-made-up-token';

/** One time for all sales, so that two of one order are the same sale. */
const A_DAY_AGO_MS = Date.now() - 86_400_000;

/** The sale of one invented person, a day old. */
export const sale = (order: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
  batchOf([purchase({ transaction_id: order }, { timestamp_unixtime_ms: A_DAY_AGO_MS, event_id: order })], {
    user_identities: { email: `${order}@example.com` },
    ...more,
  });

export const sales = (count: number): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => sale(`o-${index}`));

interface Wire {
  readonly custom_data: { readonly order_id: string };
}

/** A fetch that answers by a script: `reply` receives the order ids of each request. */
export const scripted = (reply: (orders: readonly string[], request: number) => Response | Promise<Response>) => {
  const requests: string[][] = [];
  const fetch: Fetch = async (_url, { body }) => {
    const { data } = JSON.parse(Buffer.from(body ?? []).toString()) as { data: Wire[] };
    const orders = data.map(({ custom_data }) => custom_data.order_id);
    requests.push(orders);
    return reply(orders, requests.length);
  };
  return { fetch, requests };
};

export const received = (orders: readonly unknown[]): Response =>
  Response.json({ events_received: orders.length, messages: [], fbtrace_id: 'T' });

export const refusal = (message: string, code = 100): Response =>
  Response.json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'T' } }, { status: 400 });

export const OPTIONS = { datasetId: '123', accessToken: TOKEN, ledger: false } as const satisfies UploadOptions;

interface Ended {
  readonly outcomes: readonly Outcome[];
  readonly upload: Upload;
  /** What it threw; undefined: nothing. */
  readonly thrown: unknown;
}

/** Takes every outcome of an upload. */
export const finish = async (
  upload: Upload,
  onOutcome: (outcome: Outcome) => void = () => undefined,
): Promise<Ended> => {
  const outcomes: Outcome[] = [];
  try {
    for await (const outcome of upload) {
      outcomes.push(outcome);
      onOutcome(outcome);
    }
    return { outcomes, upload, thrown: undefined };
  } catch (thrown) {
    return { outcomes, upload, thrown };
  }
};

export const uploadAll = (batches: Iterable<object | string>, options: Partial<UploadOptions> = {}): Promise<Ended> =>
  finish(uploadBatches(batches, { ...OPTIONS, ...options }));

/** How many outcomes of each kind. */
export const countsOf = (outcomes: readonly Outcome[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};
