/** One version of Meta's Graph API: ISO dates, null where none is known (Meta's changelog, versions). */
export interface ApiVersion {
  readonly version: string;
  readonly released: string | null;
  /** The day it ends; null: no end announced. */
  readonly until: string | null;
}

/** The versions that matter here, newest first. v16.0 was the last one with the Offline Conversions API. */
export const API_VERSIONS: readonly [ApiVersion, ...ApiVersion[]] = [
  { version: 'v26.0', released: '2026-07-29', until: null },
  { version: 'v25.0', released: '2026-02-18', until: '2028-07-29' },
  { version: 'v24.0', released: '2025-10-08', until: '2028-02-18' },
  { version: 'v23.0', released: null, until: '2027-10-08' },
  { version: 'v22.0', released: null, until: '2027-05-20' },
  { version: 'v21.0', released: null, until: '2027-01-21' },
  { version: 'v20.0', released: null, until: '2026-09-24' },
  { version: 'v16.0', released: '2023-02-02', until: '2025-05-14' },
];

export const NEWEST_API_VERSION = API_VERSIONS[0].version;

/** The last version that served the Offline Conversions API (v17.0 changelog). */
export const LAST_OFFLINE_CONVERSIONS_VERSION = 'v16.0';

/** What the table says of a version at one instant; `unknown`: newer than the table, or no version at all. */
export type VersionStanding =
  { readonly kind: 'live' | 'expired'; readonly until: string | null } | { readonly kind: 'unknown' };

const VERSION_SHAPE = /^v(\d{1,3})\.(\d{1,2})$/;

/** `v26.0` as a number that sorts (26.0 → 2600); null for anything that is not a version. */
export const versionNumber = (version: string): number | null => {
  const match = VERSION_SHAPE.exec(version);
  return match === null ? null : Number(match[1]) * 100 + Number(match[2]);
};

/** Whether a version still lives at an instant (milliseconds since the epoch); it ends with the start of its last day. */
export const versionStanding = (version: string, nowMs: number): VersionStanding => {
  const asked = versionNumber(version);
  if (asked === null) return { kind: 'unknown' };
  // A version that the table leaves out ends no later than the next newer one in it.
  const listed = API_VERSIONS.findLast((known) => (versionNumber(known.version) ?? 0) >= asked);
  if (listed === undefined) return { kind: 'unknown' };
  const expired = listed.until !== null && nowMs >= Date.parse(listed.until);
  return { kind: expired ? 'expired' : 'live', until: listed.until };
};

/** The oldest version that lives at an instant: Meta answers calls without a version, and expired ones, as that one. */
export const oldestLiveVersion = (nowMs: number): string =>
  API_VERSIONS.findLast(({ version }) => versionStanding(version, nowMs).kind === 'live')?.version ??
  NEWEST_API_VERSION;
