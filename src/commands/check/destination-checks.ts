// Checks of the API's version and of the dataset or offline event set, by reading it. The token: token-checks.ts.

import { unreachableAdvice } from '../../facebook/classify-reply.js';
import { isObjectMissing, isCallRefused, type GraphReply } from '../../facebook/graph-reader.js';
import { formatNumbered } from '../../lib/format.js';
import {
  DEFAULT_API_VERSION,
  NEWEST_KNOWN_API_VERSION,
  versionStatus,
  type ApiVersion,
} from '../../model/api-versions.js';
import type { Api } from '../../model/settings.js';
import { ok, problem, warning, type Finding } from './finding.js';
import { MS_PER_DAY } from '../../lib/units.js';

const VERSION = { id: 'api_version', title: 'API version', area: 'facebook' } as const;
/** Time enough to try a new version. */
const NOTICE_DAYS = 60;

const CLOSED =
  'Meta closed the Offline Conversions API on 2025-05-14: nothing can be sent with it (v16.0 was its last version)';
const MOVE =
  'Set datasetId (or --dataset-id) instead of offlineEventSetId: that alone switches to the Conversions API.';

/** Meta's pages contradict each other on which end applies to events: the warning uses the earlier one. */
const earlierEndFinding = (
  version: string,
  { until, marketingUntil }: Pick<ApiVersion, 'until' | 'marketingUntil'>,
  change: string,
  nowMs: number,
): Finding => {
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
    : ok(VERSION, `${version}, valid until ${end}`);
};

/** Whether the API and its version are still served at an instant; `isMeta`: the base URL is Meta's own host. */
export const versionFinding = (api: Api, version: string, isMeta: boolean, nowMs: number): Finding => {
  if (api === 'offline-conversions')
    return isMeta
      ? problem(VERSION, CLOSED, MOVE)
      : ok(VERSION, `${version} of the Offline Conversions API, not at Meta`);
  const status = versionStatus(version, nowMs);
  const change = `Set apiVersion to ${DEFAULT_API_VERSION}, or remove the setting.`;
  if (status.kind === 'unknown')
    return warning(
      VERSION,
      `${version} is newer than the versions this program knows (${NEWEST_KNOWN_API_VERSION})`,
      null,
    );
  if (status.kind === 'expired') return problem(VERSION, `${version} expired on ${status.until ?? ''}`, change);
  return earlierEndFinding(version, status, change, nowMs);
};

const REACHED = { id: 'facebook_reached', title: 'Facebook answers', area: 'facebook' } as const;
const EXISTS = { id: 'destination', title: 'Destination', area: 'facebook' } as const;
const OFFLINE = { id: 'destination_offline', title: 'Offline events', area: 'facebook' } as const;

/** The fields of a dataset or offline event set that say whether it accepts events (Graph API reference). */
export const DESTINATION_FIELDS = 'id,name,is_consolidated_container,is_unavailable';

const NAMES: Readonly<Record<Api, string>> = {
  conversions: 'dataset',
  'offline-conversions': 'offline event set',
};

const offlineFinding = (isContainer: unknown, api: Api): Finding => {
  if (isContainer === true) return ok(OFFLINE, 'it accepts them (is_consolidated_container)');
  const advice = 'In Events Manager, link an offline event set to the dataset, or choose a dataset that has one.';
  if (isContainer === false)
    return (api === 'conversions' ? problem : warning)(
      OFFLINE,
      'it does not accept them (is_consolidated_container is false)',
      advice,
    );
  return warning(OFFLINE, 'Facebook does not say whether it accepts them', advice);
};

const refused = (reply: Extract<GraphReply, { kind: 'refused' }>): Finding => {
  if (isObjectMissing(reply) || isCallRefused(reply)) return problem(EXISTS, reply.words, reply.advice);
  return warning(EXISTS, `it cannot be read, but sending to it may still work: ${reply.words}`, reply.advice);
};

/** Whether the destination exists and accepts offline events. */
export const destinationFindings = (reply: GraphReply, api: Api, host: string): readonly Finding[] => {
  if (reply.kind === 'unreachable')
    return [problem(REACHED, `no answer from ${host} (${reply.code})`, `${unreachableAdvice(reply.code)}.`)];
  const reached = ok(REACHED, host);
  if (reply.kind === 'refused') return [reached, refused(reply)];
  const { name, is_unavailable: isUnavailable, is_consolidated_container: isContainer } = reply.body;
  const called = typeof name === 'string' && name !== '' ? ` ${JSON.stringify(name)}` : '';
  if (isUnavailable === true)
    return [
      reached,
      problem(
        EXISTS,
        `the ${NAMES[api]}${called} exists but is unavailable`,
        'Look at it in Events Manager: it may be disabled or deleted.',
      ),
    ];
  return [reached, ok(EXISTS, `the ${NAMES[api]}${called} exists`), offlineFinding(isContainer, api)];
};
