// The settings as a program passes them: the names and values of the settings file, validated by the same schema. They
// are resolved in settings/.

import type { ForwardedAction } from './conversion.js';
import type { Api, LduPolicy } from './settings.js';

/** The settings of the mapping. */
export interface MappingOptions {
  /** Absent: the API of the id that is set. */
  readonly api?: Api;
  readonly datasetId?: string;
  readonly offlineEventSetId?: string;
  readonly sendCcpaLimitedDataUse?: LduPolicy;
  readonly unflaggableOptOut?: 'send' | 'reject';
  /** User identity type to send as the e-mail, such as `email` or `other_id_2`. */
  readonly emailType?: string;
  /** User identity type to send as the phone, with `extendedMatchKeys`, such as `mobile_number` or `other_id_2`. */
  readonly phoneType?: string;
  readonly extendedMatchKeys?: boolean;
  readonly hashMadid?: boolean;
  /** ISO 4217 code. */
  readonly defaultCurrency?: string;
  readonly environments?: readonly ('production' | 'development' | 'unknown')[];
  readonly includeAppBatches?: boolean;
  /** Days, or `none`. */
  readonly maxAgeDays?: number | string;
  readonly eventNames?: Readonly<Partial<Record<ForwardedAction, string>>>;
  readonly customDataExclude?: readonly string[];
  /** User attribute that contains one of Meta's nine customer segments. */
  readonly customerSegmentation?: string;
  /** Two-letter code. */
  readonly defaultCountry?: string;
  readonly piiGuard?: 'warn' | 'drop' | 'off';
}

/** All settings of an upload. Relative paths count from the working folder. */
export interface SettingsOptions extends MappingOptions {
  readonly accessToken?: string;
  readonly accessTokenFile?: string;
  readonly appSecret?: string;
  readonly appSecretFile?: string;
  /** Folder of the ledger; false: none, and no event counts as already sent. */
  readonly ledger: string | false;
  readonly resendUnknown?: boolean;
  readonly knownRejects?: 'pass' | 'fail';
  /** New events that an upload should find at least, or `none`. */
  readonly expectEvents?: number | string;
  /** Alerts belong to the command line: an upload by a program sends none. */
  readonly notifyUrl?: string;
  readonly notifyOn?: 'problems' | 'always';
  /** Maximum number of events per request. */
  readonly chunkSize?: number;
  /** Maximum number of requests in flight. */
  readonly concurrency?: number;
  readonly maxRetries?: number;
  readonly timeoutSeconds?: number;
  /** Seconds, a time such as `30m`, or `none`. */
  readonly maxWait?: number | string;
  /** A number of events, a percentage such as `5%`, or `none`. */
  readonly maxRejects?: number | string;
  readonly uploadTag?: string;
  readonly testEventCode?: string;
  readonly baseUrl?: string;
  readonly apiVersion?: string;
}
