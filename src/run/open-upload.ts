// Creates the sink of an upload: everything between a mapped event and Facebook's receipt. It is a file of its own so
// that a dry run, which does not need it, starts sooner.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { eventsUrl, openPost, secretMembers } from '../facebook/endpoint.js';
import { requestBody } from '../facebook/request-body.js';
import { httpTransport } from '../facebook/transport.js';
import { Chunker } from '../send/chunker.js';
import { Delivery } from '../send/delivery.js';
import { RateLimiter } from '../send/rate-limiter.js';
import { Upload } from '../send/upload-sink.js';
import { selectionOf, type OpenSink, type SinkParts } from './sinks.js';

/** Times that Facebook took to answer, to 1 %: a fixed amount of memory for any number of requests. */
export const newLatencies = (): RecordableHistogram => createHistogram({ figures: 2 });

/** The upload's sink: everything between a mapped event and Facebook's receipt. */
export const openUpload = async (parts: SinkParts): Promise<OpenSink> => {
  const { delivery, clock, random, ledger, recorder, stopping, stop } = parts;
  const members = secretMembers(delivery, parts.runId);
  const url = eventsUrl(delivery);
  const { post, close, proxy = null } = await openPost(url, parts.env, parts.fetch);
  const transport = httpTransport({
    url,
    timeoutSeconds: delivery.timeoutSeconds,
    userAgent: `mp2fb/${parts.version}`,
    secrets: [members.access_token, members.appsecret_proof].filter((text) => text !== undefined),
    post,
    proxy,
  });
  const { maxWaitSeconds, maxRetries, concurrency } = delivery;
  const { notice } = parts;
  const waited = (fromMs: number, toMs: number): void => recorder.waited(fromMs, toMs);
  const limiter = new RateLimiter({ clock, concurrency: concurrency, maxWaitSeconds, notice, waited });
  const engine = new Delivery({
    post: (events) => transport(requestBody(events, members)),
    ledger,
    limiter,
    clock,
    random,
    maxRetries,
    stopping,
    stop,
    listener: recorder,
  });
  const selection = selectionOf(parts);
  const chunker = new Chunker(delivery.chunkSize);
  const sink = new Upload({ chunker, ledger, limiter, delivery: engine, stopping, selection, listener: recorder });
  return { sink, selection, gauges: () => limiter, close };
};
