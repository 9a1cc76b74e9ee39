// What a sink is built from, and the sink of a dry run. That of an upload: upload-sink.ts.

import type { Clock } from '../lib/clock.js';
import type { Sink } from '../lib/sink.js';
import type { EventSink } from '../send/sink.js';
import type { Ledger } from '../model/ledger.js';
import type { ProgressSnapshot } from '../model/report.js';
import type { DeliverySettings } from '../model/settings.js';
import { Packer } from '../send/chunker.js';
import { publicMembers, requestBody } from '../facebook/request-body.js';
import type { Recorder } from './recorder.js';
import { Preview, type PreviewForm } from '../send/preview-sink.js';
import { Selection } from '../send/selection.js';
import type { Fetch } from '../facebook/transport.js';

/** What a sink is built from. */
export interface SinkParts {
  readonly version: string;
  readonly runId: string;
  readonly delivery: DeliverySettings;
  readonly limit: number | null;
  readonly clock: Clock;
  readonly random: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent: sockets of our own, or the proxy that `env` names. */
  readonly fetch: Fetch | undefined;
  readonly stdout: Sink;
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly notice: (kind: 'wait' | 'retry', text: string) => void;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
  readonly stop: (reason: Error) => void;
}

/** A sink with the gauges that progress and report read. */
export interface OpenSink {
  readonly sink: EventSink;
  readonly selection: Selection;
  readonly gauges: () => Pick<ProgressSnapshot, 'requestsInFlight' | 'lanes' | 'waiting'> & {
    readonly throttledSeconds: number;
  };
  /** Closes its connections. */
  readonly close: () => Promise<void>;
}

export const selectionOf = ({ ledger, clock, delivery, limit, recorder }: SinkParts): Selection =>
  new Selection({ ledger, clock, resendUnknown: delivery.resendUnknown, limit, listener: recorder });

/** The dry run's sink: prints events, or the request bodies that would carry them. */
export const openPreview = (what: 'events' | 'requests', parts: SinkParts): OpenSink => {
  const { delivery, stdout, recorder } = parts;
  const members = publicMembers(delivery, parts.runId);
  const form: PreviewForm =
    what === 'events'
      ? { kind: 'events' }
      : {
          kind: 'requests',
          packer: new Packer(delivery.chunkSize),
          body: (events) => Buffer.concat(requestBody(events, members)),
        };
  const selection = selectionOf(parts);
  const gauges = { requestsInFlight: 0, lanes: 0, waiting: null, throttledSeconds: 0 };
  return {
    sink: new Preview(stdout, form, selection, recorder),
    selection,
    gauges: () => gauges,
    close: () => Promise.resolve(),
  };
};
