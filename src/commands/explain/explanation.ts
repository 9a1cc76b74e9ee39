// The types of an explanation. No code: what fills them is in the files beside this one.

import type { BatchEvent, Batch } from '../../model/batch.js';
import type { ContentItem, LimitedDataUse, Mapped, MatchKeys } from '../../model/conversion.js';
import type { Api, MappingSettings } from '../../model/settings.js';
import type { Origin } from '../../model/origin.js';
import type { CountedWarning } from '../../model/warnings.js';
import type { JsonObject } from '../../lib/json.js';

/** A value for each of the two APIs. */
export type ByApi<Item> = Readonly<Record<Api, Item>>;

/** A value of the source, and its path in the batch. Personal data. */
export interface FoundValue {
  /** Such as `user_identities[0].identity`. */
  readonly path: string;
  readonly value: unknown;
}

/** One value as it is sent; `hashOf`: the text whose SHA-256 it is, null: it is sent unchanged. */
export interface SentValue {
  readonly value: unknown;
  readonly hashOf: string | null;
}

/** What one API gets of a field. */
export interface SentField {
  /** Such as `user_data.em`. */
  readonly member: string;
  readonly values: readonly SentValue[];
}

/** How one field became what it is. */
export interface ExplainedField {
  readonly field: string;
  readonly group: 'batch' | 'event' | 'match keys';
  readonly found: readonly FoundValue[];
  /** The rule as a fact in plain words. */
  readonly rule: string;
  /** The result of the rule, before any hashing; null: nothing. */
  readonly becomes: unknown;
  /** A note on the result, such as why a value was left out; null: none. */
  readonly note: string | null;
  /** null: the API gets nothing of it. */
  readonly sent: ByApi<SentField | null>;
}

/** The outcome of an event with one API; if it is not sent, the rule that decided. */
export type Decision =
  | { readonly outcome: 'sent'; readonly eventName: string }
  | {
      readonly outcome: 'skipped' | 'rejected';
      readonly reason: string;
      /** null for a skipped event: the reason is enough. */
      readonly message: string | null;
      readonly hint: string;
    };

/** Why the line is in a rejects file. */
export interface KeptReject {
  readonly reason: string;
  readonly message: string;
  readonly hint: string | null;
}

/** The place of an explained event or record. */
export interface Place extends Origin {
  /** Lines of the CSV rows the batch was made of; null: no CSV. */
  readonly rows: readonly number[] | null;
}

/** The outcome of an event with the chosen API, and what would change it. */
export interface Headline {
  readonly outcome: string;
  /** The one setting that would change it, or other advice; blank: nothing. */
  readonly next: string;
}

/** Everything that is shown of one event. */
export interface ExplainedEvent {
  readonly place: Place;
  readonly headline: Headline;
  readonly api: Api;
  readonly decisions: ByApi<Decision>;
  readonly kept: KeptReject | null;
  readonly fields: readonly ExplainedField[];
  /** The event as each API would receive it; null: it is not sent. */
  readonly wire: ByApi<JsonObject | null>;
}

/** The results of the real transform for one event, for the explanation to show. */
export interface EventResults extends Pick<ExplainedEvent, 'place' | 'api' | 'kept' | 'wire'> {
  readonly mapping: MappingSettings;
  /** The batch's own JSON object. */
  readonly source: JsonObject;
  readonly batch: Batch;
  readonly event: BatchEvent;
  readonly settings: ExplainSettings;
  readonly keys: MatchKeys;
  readonly keyWarnings: readonly CountedWarning[];
  /** null: not a product action. */
  readonly commerce: CommerceResults | null;
  readonly limitedDataUse: LimitedDataUse;
  readonly mapped: ByApi<Mapped>;
  /** A wire event with the match keys, also for an event that is not sent. */
  readonly keyWire: ByApi<JsonObject>;
}

/** The parts of a product action as the mapping reads them. */
export interface CommerceResults {
  readonly action: string | null;
  /** Whole UNIX seconds; null: no usable time. */
  readonly seconds: number | null;
  readonly value: number | null;
  /** null: not a currency. */
  readonly currency: { readonly code: string; readonly isDefault: boolean } | null;
  /** The members of amounts and quantities that are not numbers. */
  readonly garbled: readonly string[];
  /** As it is sent; null: none, or one that says nothing. */
  readonly orderId: string | null;
  readonly contents: readonly ContentItem[];
  readonly customData: JsonObject | null;
  /** Warnings: values that were left out or defaulted. */
  readonly notes: {
    readonly orderId: readonly string[];
    readonly contents: readonly string[];
    readonly customData: readonly string[];
  };
}

/** The settings that rules speak of. */
export interface ExplainSettings extends Omit<MappingSettings, 'maxAgeDays' | 'hashMadid'> {
  readonly maxAgeDays: ByApi<number | null>;
  readonly hashMadid: ByApi<boolean>;
}
