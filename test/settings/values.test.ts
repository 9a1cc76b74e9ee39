import { describe, expect, test } from 'vitest';
import { missingForUpload } from '../../src/settings/missing.js';
import { folderWith, load, shown } from './workplace.js';

/** The settings that one settings file comes to. */
const from = async (config: object) => load({ cwd: await folderWith({ 'mp2fb.config.json': config }) });

describe('the API', () => {
  test.each([
    [{}, 'conversions', null, true, 'v26.0', 1000, 62, false],
    [{ offlineEventSetId: '1' }, 'offline-conversions', '1', false, 'v16.0', 2000, null, true],
    [{ datasetId: 2 }, 'conversions', '2', false, 'v26.0', 1000, 62, false],
    [{ api: 'conversions' }, 'conversions', null, false, 'v26.0', 1000, 62, false],
    [{ api: 'Offline Conversions' }, 'offline-conversions', null, false, 'v16.0', 2000, null, true],
    [{ api: 'conversions', offlineEventSetId: '1' }, 'conversions', null, false, 'v26.0', 1000, 62, false],
    [
      { api: 'conversions', offlineEventSetId: '1', datasetId: '2' },
      'conversions',
      '2',
      false,
      'v26.0',
      1000,
      62,
      false,
    ],
    [
      { api: 'offline-conversions', offlineEventSetId: '1', datasetId: '2' },
      'offline-conversions',
      '1',
      false,
      'v16.0',
      2000,
      null,
      true,
    ],
  ])('%j', async (config, api, destinationId, apiIsDefault, apiVersion, chunkSize, maxAgeDays, hashMadid) => {
    const { settings } = await from(config);
    expect(settings.apiIsDefault).toBe(apiIsDefault);
    expect(settings.delivery).toMatchObject({ api, destinationId, apiVersion, chunkSize });
    expect(settings.mapping).toMatchObject({ api, maxAgeDays, hashMadid });
  });

  test('that an id chose comes from wherever the id does', async () => {
    const loaded = await load({ env: { MP2FB_DATASET_ID: '1' } });
    expect(shown(loaded, 'api')).toEqual(['conversions', 'environment MP2FB_DATASET_ID']);
  });
});

describe('written forms', () => {
  test.each([
    [{ sendCcpaLimitedDataUse: 'Never' }, { sendCcpaLimitedDataUse: 'never' }],
    [{ sendCcpaLimitedDataUse: 'When opted out' }, { sendCcpaLimitedDataUse: 'when-opted-out' }],
    [{ sendCcpaLimitedDataUse: 'ALWAYS' }, { sendCcpaLimitedDataUse: 'always' }],
    [{ emailType: 'CustomerId' }, { emailType: 'customer_id' }],
    [{ emailType: 'Other 2' }, { emailType: 'other_id_2' }],
    [{ defaultCurrency: 'eur' }, { defaultCurrency: 'EUR' }],
    [{ environments: ['Production', 'development'] }, { environments: ['production', 'development'] }],
    [
      { eventNames: { add_to_wish_list: 'AddToWishList', purchase: ' Sale ', checkout: 'Purchase' } },
      { eventNames: { add_to_wishlist: 'AddToWishList', purchase: 'Sale', checkout: 'Purchase' } },
    ],
    [{ maxAgeDays: 'none', datasetId: '1' }, { maxAgeDays: null }],
    [{ maxAgeDays: 0.5 }, { maxAgeDays: 0.5 }],
    [
      { customDataExclude: ['a', 'b'], piiGuard: 'drop', unflaggableOptOut: 'reject' },
      { customDataExclude: ['a', 'b'], piiGuard: 'drop', unflaggableOptOut: 'reject' },
    ],
  ])('mapping %j', async (config, mapping) => expect((await from(config)).settings.mapping).toMatchObject(mapping));

  test.each([
    [{ maxRejects: 100 }, { maxRejects: { kind: 'count', count: 100 } }],
    [{ maxRejects: '100' }, { maxRejects: { kind: 'count', count: 100 } }],
    [{ maxRejects: '5%' }, { maxRejects: { kind: 'share', share: 0.05 } }],
    [{ maxRejects: '0.5 %' }, { maxRejects: { kind: 'share', share: 0.005 } }],
    [{ maxRejects: 'none' }, { maxRejects: null }],
    [{ maxWait: 90 }, { maxWaitSeconds: 90 }],
    [{ maxWait: '90' }, { maxWaitSeconds: 90 }],
    [{ maxWait: '30m' }, { maxWaitSeconds: 1800 }],
    [{ maxWait: '2h' }, { maxWaitSeconds: 7200 }],
    [{ baseUrl: 'http://127.0.0.1:8787/' }, { baseUrl: 'http://127.0.0.1:8787' }],
    [{ baseUrl: 'http://[::1]:8787' }, { baseUrl: 'http://[::1]:8787' }],
    [{ baseUrl: 'http://localhost/graph/' }, { baseUrl: 'http://localhost/graph' }],
    [{ baseUrl: 'https://proxy.example.com' }, { baseUrl: 'https://proxy.example.com' }],
    [{ datasetId: 9007199254740991 }, { destinationId: '9007199254740991' }],
    [{ datasetId: '26000000000000260000' }, { destinationId: '26000000000000260000' }],
    [{ testEventCode: 'TEST1', datasetId: '1' }, { testEventCode: 'TEST1' }],
    [
      { ledger: false, resendUnknown: true },
      { ledger: null, resendUnknown: true },
    ],
  ])('delivery %j', async (config, delivery) => expect((await from(config)).settings.delivery).toMatchObject(delivery));

  test.each([
    ['MP2FB_INCLUDE_APP_BATCHES', '1', { includeAppBatches: true }],
    ['MP2FB_INCLUDE_APP_BATCHES', 'Yes', { includeAppBatches: true }],
    ['MP2FB_HASH_MADID', '0', { hashMadid: false }],
    ['MP2FB_HASH_MADID', 'no', { hashMadid: false }],
    ['MP2FB_ENVIRONMENTS', 'production, development', { environments: ['production', 'development'] }],
    ['MP2FB_EVENT_NAMES', 'purchase=Sale, checkout=Till', { eventNames: { purchase: 'Sale', checkout: 'Till' } }],
    ['MP2FB_MAX_AGE_DAYS', '30', { maxAgeDays: 30 }],
  ])('variable %s=%s', async (name, text, mapping) => {
    expect((await load({ env: { [name]: text } })).settings.mapping).toMatchObject(mapping);
  });

  test('what is shown could be written into a file again', async () => {
    const first = await load({
      flags: {
        maxRejects: '7%',
        maxWait: '30m',
        eventNames: ['purchase=Sale'],
        environments: ['development'],
        ledger: false,
      },
      env: { MP2FB_DATASET_ID: '1' },
    });
    const config = Object.fromEntries(
      first.resolved.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
    );
    expect((await from(config)).settings).toEqual(first.settings);
  });
});

describe('what a live upload lacks', () => {
  test.each([
    [
      { MP2FB_ACCESS_TOKEN: '' },
      ['The environment has MP2FB_ACCESS_TOKEN, but it is empty', 'there is no destination'],
    ],
    [
      { FACEBOOK_ACCESS_TOKEN: ' ', MP2FB_DATASET_ID: '' },
      ['has FACEBOOK_ACCESS_TOKEN, but it is empty', 'has MP2FB_DATASET_ID, but it is empty'],
    ],
  ])('names the empty variable of %j', async (env, said) => {
    const messages = missingForUpload((await from({})).settings, env);
    expect(messages).toEqual(said.map((words) => expect.stringContaining(words) as string));
  });

  test.each([
    [{}, ['accessToken is missing', 'there is no destination']],
    [{ accessToken: 'T' }, ['there is no destination']],
    [{ accessToken: 'T', api: 'conversions', offlineEventSetId: '1' }, ['datasetId is missing']],
    [{ accessToken: 'T', api: 'offline-conversions' }, ['offlineEventSetId is missing']],
    [{ accessToken: 'T', datasetId: '1' }, []],
  ])('%j', async (config, missing) => {
    const messages = missingForUpload((await from(config)).settings, {});
    expect(messages.map((message, index) => message.startsWith(missing[index]))).toEqual(missing.map(() => true));
  });
});
