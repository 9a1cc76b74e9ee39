// Checks of the dataset or offline event set, by reading it. The token has its own checks (token-checks.ts).

import { CERTIFICATE_ADVICE } from '../../facebook/classify-reply.js';
import { isCertificateCode } from '../../facebook/network-code.js';
import type { Api } from '../../model/settings.js';
import { isObjectMissing, isTokenRefused, type Asked } from '../../facebook/graph-reader.js';
import { ok, problem, warning, type Finding } from './finding.js';

const REACHED = { id: 'facebook_reached', title: 'Facebook answers', area: 'facebook' } as const;
const EXISTS = { id: 'destination', title: 'Destination', area: 'facebook' } as const;
const OFFLINE = { id: 'destination_offline', title: 'Destination: offline events', area: 'facebook' } as const;

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

const refused = (asked: Extract<Asked, { kind: 'refused' }>): Finding => {
  if (isObjectMissing(asked) || isTokenRefused(asked)) return problem(EXISTS, asked.words, asked.advice);
  return warning(EXISTS, `it cannot be read, but sending to it may still work: ${asked.words}`, asked.advice);
};

/** Whether the destination is there and takes offline events. */
export const destinationFindings = (asked: Asked, api: Api, host: string): readonly Finding[] => {
  if (asked.kind === 'unreachable')
    return [
      problem(
        REACHED,
        `no answer from ${host} (${asked.code})`,
        isCertificateCode(asked.code)
          ? `Its certificate is not trusted. ${CERTIFICATE_ADVICE}.`
          : 'Check the network, HTTPS_PROXY and NO_PROXY, and the setting baseUrl.',
      ),
    ];
  const reached = ok(REACHED, host);
  if (asked.kind === 'refused') return [reached, refused(asked)];
  const { name, is_unavailable: isUnavailable, is_consolidated_container: isContainer } = asked.body;
  const called = typeof name === 'string' && name !== '' ? ` ${JSON.stringify(name)}` : '';
  if (isUnavailable === true)
    return [
      reached,
      problem(
        EXISTS,
        `the ${NAMES[api]}${called} is there, but unavailable`,
        'Look at it in Events Manager: it may be disabled or deleted.',
      ),
    ];
  return [reached, ok(EXISTS, `the ${NAMES[api]}${called} is there`), offlineFinding(isContainer, api)];
};
