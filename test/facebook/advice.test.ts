import { describe, expect, test } from 'vitest';
import { adviceFor } from '../../src/facebook/advice.js';
import type { FacebookError } from '../../src/facebook/reply.js';
import { classifyReply } from '../../src/facebook/classify-reply.js';

const error = (code: number | null, subcode: number | null = null, type = 'OAuthException'): FacebookError => ({
  status: 400,
  code,
  subcode,
  type,
  message: 'Invalid parameter',
  isTransient: false,
  traceId: 'Atrace',
  badIndexes: [],
  eventMessages: new Map(),
});

const FIRST_WORDS: readonly (readonly [code: number, subcode: number | null, says: RegExp])[] = [
  [1, null, /run the same command again later/],
  [1, 1_357_045, /sent an empty answer/],
  [2, null, /temporary error/],
  [3, null, /capability/],
  [4, null, /limit of the app/],
  [10, null, /access to the dataset/],
  [17, null, /limit of the user/],
  [17, 2_446_079, /limit of the ad account/],
  [32, null, /limit of the page/],
  [100, null, /rejects file/],
  [100, 33, /offline event set id/],
  [100, 1_815_356, /Offline Conversions API/],
  [100, 2_044_011, /uploaded already/],
  [100, 2_804_001, /rejects file/],
  [100, 2_804_003, /maxAgeDays/],
  [100, 2_804_007, /rejects file/],
  [100, 2_804_008, /contents/],
  [100, 2_804_009, /total_amount/],
  [100, 2_804_010, /defaultCurrency/],
  [100, 2_804_014, /rejects file/],
  [100, 2_804_016, /emailType/],
  [100, 2_804_017, /rejects file/],
  [100, 2_804_019, /rejects file/],
  [100, 2_804_030, /sendCcpaLimitedDataUse/],
  [100, 2_804_036, /lead id/],
  [100, 2_804_043, /app event/],
  [100, 2_804_048, /rejects file/],
  [100, 2_804_050, /extendedMatchKeys/],
  [100, 2_804_066, /messaging channel/],
  [100, 2_804_072, /messaging channel/],
  [100, 2_804_087, /messaging channel/],
  [100, 2_809_999, /rejects file/],
  [102, null, /session/],
  [104, null, /MP2FB_APP_SECRET/],
  [105, null, /chunkSize/],
  [190, null, /copied whole .* --access-token-file/],
  [190, 458, /no longer installed/],
  [190, 459, /security check/],
  [190, 460, /password/],
  [190, 463, /expired/],
  [190, 464, /not confirmed/],
  [190, 467, /no longer valid/],
  [190, 492, /role/],
  [190, 999, /--access-token-file/],
  [200, null, /ads_management/],
  [299, null, /ads_management/],
  [294, null, /Marketing API/],
  [341, null, /limit of the app/],
  [368, null, /Account Quality/],
  [506, null, /Events Manager/],
  [613, null, /limit of the API/],
  [613, 1_487_742, /limit of the ad account/],
  [613, 1_996, /concurrency to 1/],
  [2_500, null, /apiVersion/],
  [2_635, null, /apiVersion/],
  [5_000, null, /again later/],
  [21_009, null, /not ready/],
  [80_000, null, /ads insights/],
  [80_001, null, /limit of the page/],
  [80_002, null, /Instagram/],
  [80_003, null, /custom audiences/],
  [80_004, null, /ad account/],
  [80_005, null, /lead generation/],
  [80_006, null, /Messenger/],
  [80_008, null, /WhatsApp/],
  [80_009, null, /catalogue/],
  [80_010, null, /this use of the API/],
  [80_014, null, /catalogue batches/],
];

describe('advice', () => {
  test.each(FIRST_WORDS)('%i/%s', (code, subcode, says) => {
    const advice = adviceFor(error(code, subcode));
    expect(advice).toMatch(says);
    // A sentence of its own, after Facebook's words.
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['Invalid appsecret_proof provided in the API argument', null, 'MP2FB_APP_SECRET'],
    ['API calls from the server require an appsecret_proof argument', null, 'MP2FB_APP_SECRET'],
    ["Unsupported post request. Object with ID '26' does not exist", null, 'assign the dataset'],
    ['Unsupported post request', 33, 'assign the dataset'],
  ])('code 100 GraphMethodException, %s: the advice says %s', (message, subcode, words) =>
    expect(adviceFor({ ...error(100, subcode, 'GraphMethodException'), message })).toContain(words),
  );

  test.each([
    [803, /assign the dataset/],
    [2_500, /access token/],
  ])('code %i ends the run, with the advice %s', (code, words) => {
    expect(adviceFor(error(code))).toMatch(words);
    const body = JSON.stringify({ error: { code, message: 'm' } });
    expect(classifyReply({ kind: 'answer', status: 400, headers: new Map(), body }).kind).toBe('stop');
  });

  test.each([null, 7, 99_999])('code %s: Facebook has the only words', (code) => {
    expect(adviceFor(error(code))).toBeNull();
  });

  test('each code that stops a run, or makes it wait, has advice', () => {
    const lacking: number[] = [];
    for (let code = 1; code < 90_000; code += 1) {
      const reply = {
        kind: 'answer',
        status: 400,
        headers: new Map(),
        body: JSON.stringify({ error: { code } }),
      } as const;
      const verdict = classifyReply(reply);
      if (verdict.kind === 'wait' && verdict.why === 'unknown') continue;
      if (adviceFor(error(code)) === null) lacking.push(code);
    }
    expect(lacking).toEqual([]);
  });
});
