import type { Sandbox } from './sandbox/http/server.js';
import type { SandboxOptions } from './sandbox/options.js';

export { encoderFor } from './transform/encode/encoder.js';
export type { Encoder, WireEvent } from './transform/encode/wire-event.js';
export {
  DeliveryStoppedError,
  ExpectedError,
  InputError,
  LedgerError,
  LedgerHeldError,
  UsageError,
} from './lib/errors.js';
export { mapBatch, mappingSettings, type MappedBatch, type MappedEvent } from './library/map-batch.js';
export { API_VERSIONS, type ApiVersion } from './model/api-versions.js';
export type { BatchRecord, UnreadableRecord } from './model/batch-record.js';
export type { Conversion } from './model/conversion.js';
export { EXIT_CODES, type ExitCode } from './model/exit-code.js';
export type { MappingOptions, SettingsOptions } from './model/options.js';
export type { Outcome } from './run/outcome.js';
export { REJECT_REASONS, SKIP_REASONS, type RejectReason, type SkipReason } from './model/reasons.js';
export type { Report } from './model/report.js';
export type { Api, MappingSettings } from './model/settings.js';
export { WARNINGS, type CountedWarning, type WarningCode } from './model/warnings.js';
export { mergeReports } from './report/merge/merge.js';
export { parseReport } from './report/files/schema.js';
export type { GivenBatch } from './library/batch-text.js';
export { readBatches } from './library/read-batches.js';
export type { ReadBatchesOptions } from './library/record-reader.js';
export type { Sandbox, SandboxOptions };
export type { SandboxStats } from './sandbox/stats.js';
export type { Fetch } from './facebook/transport.js';
export { uploadBatches, type Upload } from './library/upload-batches.js';
export type { UploadOptions } from './library/run-batches.js';

/** Starts a simulator of Facebook on loopback, for trying an upload; rejects if its port is taken. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> =>
  (await import('./sandbox/http/server.js')).startSandbox(options);
