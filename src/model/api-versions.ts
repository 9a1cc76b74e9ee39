// The versions of Meta's Graph API and when they end. Which version a run uses is a setting (settings/table/limits.ts).

/**
 * One version of Meta's Graph API: ISO dates, null where none is known or announced. Meta ends a version twice: for the
 * Graph API and, earlier, for the Marketing API. Its pages contradict each other on which of the two applies to the
 * events edge ("Using the API" exempts it from the Marketing API's ends, the changelog does not).
 */
export interface ApiVersion {
  readonly version: string;
  readonly released: string | null;
  /** The day the Graph API ends it (Meta's Graph API changelog, read 2026-11-27). */
  readonly until: string | null;
  /** The day the Marketing API ends it (Meta's Marketing API changelog, versions, read 2026-11-27). */
  readonly marketingUntil: string | null;
}

/** The versions that matter here, newest first. v16.0 was the last one with the Offline Conversions API. */
export const API_VERSIONS: readonly [ApiVersion, ...ApiVersion[]] = [
  { version: 'v27.0', released: '2026-11-04', until: null, marketingUntil: null },
  { version: 'v26.0', released: '2026-07-29', until: null, marketingUntil: null },
  { version: 'v25.0', released: '2026-02-18', until: '2028-07-29', marketingUntil: '2027-02-23' },
  { version: 'v24.0', released: '2025-10-08', until: '2028-02-18', marketingUntil: '2026-11-10' },
  { version: 'v23.0', released: '2025-05-29', until: '2027-10-08', marketingUntil: '2026-11-10' },
  { version: 'v22.0', released: '2025-01-21', until: '2027-05-20', marketingUntil: '2026-11-10' },
  { version: 'v21.0', released: '2024-10-02', until: '2027-01-21', marketingUntil: '2026-11-10' },
  { version: 'v20.0', released: '2024-05-21', until: '2026-09-24', marketingUntil: null },
  { version: 'v19.0', released: null, until: '2026-05-21', marketingUntil: null },
  { version: 'v18.0', released: null, until: '2026-01-26', marketingUntil: null },
  { version: 'v17.0', released: null, until: '2025-09-12', marketingUntil: null },
  { version: 'v16.0', released: '2023-02-02', until: '2025-05-14', marketingUntil: null },
];

/** The newest version with evidence. */
export const NEWEST_KNOWN_API_VERSION = API_VERSIONS[0].version;

/** The default of `apiVersion`: the one before v27.0 until its changes to the events edge are known. */
export const DEFAULT_API_VERSION = 'v26.0';

/** The last version that served the Offline Conversions API (v17.0 changelog). */
export const LAST_OFFLINE_CONVERSIONS_VERSION = 'v16.0';

/** The status of a version at one instant; `unknown`: newer than the table, or not a version. */
type VersionStatus =
  | {
      readonly kind: 'live' | 'expired';
      readonly until: string | null;
      /** The end for the Marketing API, if known; no version outlives the next newer one. */
      readonly marketingUntil: string | null;
    }
  | { readonly kind: 'unknown' };

const VERSION_SHAPE = /^v(\d{1,3})\.(\d{1,2})$/;

/** `v26.0` as a number that sorts (26.0 → 2600); null for anything that is not a version. */
export const versionNumber = (version: string): number | null => {
  const match = VERSION_SHAPE.exec(version);
  return match === null ? null : Number(match[1]) * 100 + Number(match[2]);
};

/** Whether the Graph API serves a version at an instant (epoch milliseconds); it ends as its last day starts. */
export const versionStatus = (version: string, nowMs: number): VersionStatus => {
  const asked = versionNumber(version);
  if (asked === null) return { kind: 'unknown' };
  // A version that the table leaves out ends no later than the next newer one in it.
  const listed = API_VERSIONS.findLast((known) => (versionNumber(known.version) ?? 0) >= asked);
  if (listed === undefined) return { kind: 'unknown' };
  const expired = listed.until !== null && nowMs >= Date.parse(listed.until);
  return { kind: expired ? 'expired' : 'live', until: listed.until, marketingUntil: listed.marketingUntil };
};

/** The oldest version that is served at an instant: Meta uses it for calls without a version or with an expired one. */
export const oldestLiveVersion = (nowMs: number): string =>
  API_VERSIONS.findLast(({ version }) => versionStatus(version, nowMs).kind === 'live')?.version ?? DEFAULT_API_VERSION;
