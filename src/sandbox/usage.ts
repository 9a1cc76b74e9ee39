import type { Usage } from './throttle.js';

const BUSINESS_ID = '900000000000009';
const TIER = 'standard_access';

/** Processor time and run time stay behind the number of calls, as they mostly do. */
const shares = (percent: number): { call_count: number; total_time: number; total_cputime: number } => ({
  call_count: percent,
  total_time: Math.floor(percent * 0.6),
  total_cputime: Math.floor(percent * 0.4),
});

/** Whole minutes, as Meta gives them; a block shorter than one is only told by `reset_time_duration`, in seconds. */
const wholeMinutes = (milliseconds: number): number => (milliseconds < 60_000 ? 0 : Math.ceil(milliseconds / 60_000));

/** The usage headers of an answer (Graph API, rate limiting). The units differ: minutes in one, seconds in the other. */
export const usageHeaders = (usage: Usage): Record<string, string> => {
  const used = shares(usage.percent);
  const business = {
    [BUSINESS_ID]: [
      {
        type: 'ads_management',
        ...used,
        estimated_time_to_regain_access: wholeMinutes(usage.regainMs),
        ads_api_access_tier: TIER,
      },
    ],
  };
  const account = {
    acc_id_util_pct: usage.percent,
    reset_time_duration: Math.ceil(usage.resetMs / 1000),
    ads_api_access_tier: TIER,
  };
  return {
    'x-app-usage': JSON.stringify(used),
    'x-business-use-case-usage': JSON.stringify(business),
    'x-ad-account-usage': JSON.stringify(account),
  };
};
