import {
  DEFAULT_API_VERSION,
  LAST_OFFLINE_CONVERSIONS_VERSION,
  NEWEST_KNOWN_API_VERSION,
  oldestLiveVersion,
  versionNumber,
  versionStatus,
} from '../../model/api-versions.js';
import type { Api } from '../../model/settings.js';
import { GRAPH_ERRORS, type GraphError } from '../envelope.js';

/** A version may be newer than this program's table; a much larger number is a typing mistake. */
const MAJORS_BEYOND_TABLE = 3;

const exists = (version: string): boolean => {
  const asked = versionNumber(version);
  const newest = versionNumber(NEWEST_KNOWN_API_VERSION) ?? 0;
  return asked !== null && asked % 100 === 0 && asked <= newest + MAJORS_BEYOND_TABLE * 100;
};

/** Conversions API and all reads: a version that is still served. */
const liveVersionError = (version: string, nowMs: number): GraphError | null =>
  versionStatus(version, nowMs).kind === 'expired' ? GRAPH_ERRORS.expiredVersion(DEFAULT_API_VERSION) : null;

/** The Offline Conversions API at any date: v16.0. Later versions lacked it, earlier ones had expired before. */
const offlineVersionError = (version: string): GraphError | null => {
  if (version === LAST_OFFLINE_CONVERSIONS_VERSION) return null;
  const last = versionNumber(LAST_OFFLINE_CONVERSIONS_VERSION) ?? 0;
  return (versionNumber(version) ?? 0) < last
    ? GRAPH_ERRORS.expiredVersion(LAST_OFFLINE_CONVERSIONS_VERSION)
    : GRAPH_ERRORS.noSuchObject;
};

/** The answer to a request with that version; null: the path names none, so Meta uses the oldest one served. */
export const versionError = (
  version: string | null,
  nowMs: number,
  asks: { readonly api: Api; readonly isRead: boolean },
): GraphError | null => {
  const served = version ?? oldestLiveVersion(nowMs);
  if (!exists(served)) return GRAPH_ERRORS.unknownPath;
  if (asks.api === 'conversions') return liveVersionError(served, nowMs);
  if (asks.isRead && served !== LAST_OFFLINE_CONVERSIONS_VERSION) return liveVersionError(served, nowMs);
  return offlineVersionError(served);
};
