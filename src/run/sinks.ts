// What a sink is created from, and the sink of a dry run. That of an upload: open-upload.ts.

import type { EventSink } from '../send/sink.js';
import type { ProgressSnapshot } from '../model/report.js';
import { Chunker } from '../send/chunker.js';
import { publicMembers, requestBody } from '../facebook/request-body.js';
import type { RunPlan, RunPorts } from './plan.js';
import type { Recorder } from './recorder.js';
import { Preview, type PreviewForm } from '../send/preview-sink.js';
import { Selection } from '../send/selection.js';

/** What a sink is created from. */
export interface SinkParts
  extends
    Pick<RunPlan, 'version' | 'runId' | 'delivery' | 'limit'>,
    Pick<RunPorts, 'clock' | 'random' | 'env' | 'fetch' | 'stdout' | 'ledger'> {
  readonly recorder: Recorder;
  readonly notice: (kind: 'wait' | 'retry', text: string) => void;
  /** Aborted when nothing more may be sent. */
  readonly stopping: AbortSignal;
  readonly stop: (reason: Error) => void;
}

/** A sink with the values that progress and report read. */
export interface OpenSink {
  readonly sink: EventSink;
  readonly selection: Selection;
  readonly gauges: () => Pick<ProgressSnapshot, 'requestsInFlight' | 'lanes' | 'waiting'> & {
    readonly throttledSeconds: number;
  };
  readonly close: () => Promise<void>;
}

/** The selection of a run: what its ledger, its limit and its settings let it send. */
export const selectionOf = ({ ledger, clock, delivery, limit, recorder }: SinkParts): Selection =>
  new Selection({ ledger, clock, resendUnknown: delivery.resendUnknown, limit, listener: recorder });

/** The dry run's sink: prints events, or the request bodies that would contain them. */
export const openPreview = (what: 'events' | 'requests', parts: SinkParts): OpenSink => {
  const { delivery, stdout, recorder } = parts;
  const members = publicMembers(delivery, parts.runId);
  const form: PreviewForm =
    what === 'events'
      ? { kind: 'events' }
      : {
          kind: 'requests',
          chunker: new Chunker(delivery.chunkSize),
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
