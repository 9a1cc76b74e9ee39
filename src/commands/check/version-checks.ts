import { formatNumbered } from '../../lib/format.js';
import { DEFAULT_API_VERSION, NEWEST_KNOWN_API_VERSION, versionStatus } from '../../model/api-versions.js';
import type { Api } from '../../model/settings.js';
import { ok, problem, warning, type Finding } from './finding.js';

const VERSION = { id: 'api_version', title: 'API version', area: 'facebook' } as const;
const MS_PER_DAY = 86_400_000;
/** Time enough to try a new version. */
const NOTICE_DAYS = 60;

const CLOSED =
  'Meta closed the Offline Conversions API on 2025-05-14: nothing can be sent with it (v16.0 was its last version)';
const MOVE =
  'Set datasetId (or --dataset-id) to the dataset in place of offlineEventSetId: that alone moves to the Conversions API.';

interface Ends {
  readonly until: string | null;
  readonly marketingUntil: string | null;
}

/** Meta's pages contradict each other on which end applies to events: the warning uses the earlier one. */
const earlierEndFinding = (version: string, ends: Ends, change: string, nowMs: number): Finding => {
  const { until, marketingUntil } = ends;
  const end = [until, marketingUntil].filter((day) => day !== null).sort()[0];
  if (end === undefined) return ok(VERSION, `${version}, no end announced`);
  const days = Math.floor((Date.parse(end) - nowMs) / MS_PER_DAY);
  if (days < 0)
    return warning(
      VERSION,
      `the Marketing API ended ${version} on ${end}, the Graph API serves it until ${until ?? 'an unknown day'}; Meta's pages contradict each other on which applies to events`,
      change,
    );
  return days <= NOTICE_DAYS
    ? warning(VERSION, `${version} expires on ${end}, in ${formatNumbered(days, 'day')}`, change)
    : ok(VERSION, `${version}, good until ${end}`);
};

/** Whether the API and its version live at an instant; `isMeta`: the base URL is Meta's own host. */
export const versionFinding = (api: Api, version: string, isMeta: boolean, nowMs: number): Finding => {
  if (api === 'offline-conversions')
    return isMeta
      ? problem(VERSION, CLOSED, MOVE)
      : ok(VERSION, `${version} of the Offline Conversions API, not at Meta`);
  const standing = versionStatus(version, nowMs);
  const change = `Set apiVersion to ${DEFAULT_API_VERSION}, or remove the setting.`;
  if (standing.kind === 'unknown')
    return warning(
      VERSION,
      `${version} is newer than the versions this program knows (${NEWEST_KNOWN_API_VERSION})`,
      null,
    );
  if (standing.kind === 'expired') return problem(VERSION, `${version} expired on ${standing.until ?? ''}`, change);
  return earlierEndFinding(version, standing, change, nowMs);
};
