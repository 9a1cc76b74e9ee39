import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call, conversionsPath, errorOf, NOW, post, sandboxOf, storeSale } from './support.js';

const data = [storeSale()];

describe('the token may be', () => {
  const json = { 'content-type': 'application/json' };
  test.each([
    ['in the body', '', {}, { access_token: 'T' }, 'ok'],
    ['in the query', '?access_token=T', {}, {}, 'ok'],
    ['in a header', '', { authorization: 'Bearer T' }, {}, 'ok'],
    ['in another kind of header', '', { authorization: 'Basic T' }, {}, '104'],
    ['nowhere', '', {}, {}, '104'],
  ])('%s', async (_name, query, headers, members, expected) => {
    const sandbox = await sandboxOf();
    const body = JSON.stringify({ data, ...members });
    const path = `${conversionsPath(sandbox)}${query}`;
    expect(errorOf(await call(sandbox, path, { method: 'POST', headers: { ...json, ...headers }, body }))).toBe(
      expected,
    );
  });
});

test.each([
  ['EAAmadeUp123', null, 'ok', 200],
  ['123|app-token_x.y', null, 'ok', 200],
  ['two words', null, '190', 401],
  ['"quoted"', null, '190', 401],
  ['INVALIDtoken', null, '190', 401],
  ['EXPIREDtoken', null, '190/463', 400],
  ['PASSWORDchanged', null, '190/460', 400],
  ['NOPERMISSION1', null, '200', 403],
  ['BLOCKED1', null, '368', 400],
  ['EXPIRING1', null, 'ok', 200],
  ['right', 'right', 'ok', 200],
  ['wrong', 'right', '190', 401],
])('token %s where %s is expected: %s', async (access_token, expectedToken, error, status) => {
  const sandbox = await sandboxOf({ expectedToken });
  const said = await post(sandbox, conversionsPath(sandbox), { data, access_token });
  expect([errorOf(said), said.status]).toEqual([error, status]);
  expect(said.text).not.toContain(access_token);
});

describe('appsecret_proof', () => {
  const proof = (key: string, message: string): string => createHmac('sha256', key).update(message).digest('hex');
  test.each([
    ['the right one', proof('secret', 'T'), 'ok'],
    ['key and message turned round', proof('T', 'secret'), '100'],
    ['that of another token', proof('secret', 'U'), '100'],
    ['none', undefined, '100'],
  ])('%s', async (_name, appsecret_proof, expected) => {
    const sandbox = await sandboxOf({ appSecret: 'secret' });
    const said = await post(sandbox, conversionsPath(sandbox), { data, access_token: 'T', appsecret_proof });
    expect(errorOf(said)).toBe(expected);
    if (expected !== 'ok') expect(said.json.error.type).toBe('GraphMethodException');
  });

  test('may be in the query of a read', async () => {
    const sandbox = await sandboxOf({ appSecret: 'secret' });
    const path = `/v26.0/${sandbox.datasetId}?access_token=T`;
    expect(errorOf(await call(sandbox, path))).toBe('100');
    expect(errorOf(await call(sandbox, `${path}&appsecret_proof=${proof('secret', 'T')}`))).toBe('ok');
  });
});

describe('debug_token', () => {
  const ask = async (token: string, caller = token) =>
    call(await sandboxOf(), `/debug_token?input_token=${token}&access_token=${caller}`);

  test.each([
    ['GOOD', { is_valid: true, expires_at: 0, scopes: ['ads_management', 'business_management'] }],
    ['EXPIRING1', { is_valid: true, expires_at: NOW + 3 * 86_400 }],
    ['NOPERMISSION', { is_valid: true, scopes: [] }],
  ])('%s', async (token, expected) => {
    expect((await ask(token)).json.data).toMatchObject(expected);
  });

  test('another caller learns that a token has expired', async () => {
    const { data: state } = (await ask('EXPIRED1', 'GOOD')).json;
    expect(state).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } });
  });

  test.each([
    ['EXPIRED1', '190/463'],
    ['UNDEBUGGABLE', '100'],
    ['', '104'],
  ])('caller %s gets %s', async (caller, expected) => {
    expect(errorOf(await ask('GOOD', caller))).toBe(expected);
  });
});
