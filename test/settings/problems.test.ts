import { describe, expect, test } from 'vitest';
import { folderWith, problemsOf } from './workplace.js';

/** Problems of one settings file, without the words that all of them share. */
const problemsIn = async (config: unknown): Promise<readonly string[]> => {
  const cwd = await folderWith({ 'mp2fb.config.json': config });
  const path = `${cwd}/mp2fb.config.json`;
  const place = / \((?:[^(]+ )?from file FILE\)$/;
  return (await problemsOf({ cwd })).map((line) => line.replaceAll(path, 'FILE').replace(place, ''));
};

describe('one rule each', () => {
  test.each(
    Object.entries({
      'chunkSize: must be a whole number from 1 to 2000': [{ chunkSize: 'many' }, { chunkSize: 0 }, { chunkSize: 1.5 }],
      'chunkSize: must be 1000 at most: that is the limit of the API conversions': [
        { chunkSize: 1001, datasetId: '1' },
      ],
      'concurrency: must be a whole number from 1 to 64': [{ concurrency: 65 }],
      'maxRetries: must be a whole number from 0 to 100': [{ maxRetries: -1 }],
      'timeoutSeconds: must be a number of seconds above zero, 3600 at most': [{ timeoutSeconds: 0 }],
      'maxWait: must be a number of seconds, a time such as 30m or 2h, or "none"': [
        { maxWait: 'long' },
        { maxWait: -1 },
        { maxWait: '9'.repeat(400) },
      ],
      'maxRejects: must be a whole number, a percentage such as "5%", or "none"': [
        { maxRejects: '101%' },
        { maxRejects: 0.5 },
        { maxRejects: '9'.repeat(400) },
      ],
      'expectEvents: must be a whole number above zero, or "none"': [
        { expectEvents: 0 },
        { expectEvents: 1.5 },
        { expectEvents: '5%' },
        { expectEvents: '9'.repeat(20) },
      ],
      'maxAgeDays: must be a number of days above zero, or "none"': [
        { maxAgeDays: 0 },
        { maxAgeDays: null },
        { maxAgeDays: '9'.repeat(400) },
      ],
      'datasetId: must be an id: digits only': [{ datasetId: 'abc' }],
      'datasetId: is a number too large for JSON, which has rounded it; write it in quotes': [{ datasetId: 2 ** 53 }],
      'api: must be set when both ids are: conversions sends to datasetId (from file FILE), offline-conversions to offlineEventSetId':
        [{ datasetId: '1', offlineEventSetId: '2' }],
      'api: must be one of offline-conversions, conversions; did you mean "conversions"?': [{ api: 'conversion' }],
      'api: must be one of offline-conversions, conversions': [{ api: 'both' }],
      'sendCcpaLimitedDataUse: must be one of never, when-opted-out, always; mParticle calls it "Send CCPA Limited Data Use"':
        [{ sendCcpaLimitedDataUse: 'sometimes' }],
      'emailType: is not an mParticle user identity type; did you mean "customer_id"?; mParticle calls it "Email Type"':
        [{ emailType: 'customer_idd' }],
      'emailType: must be an mParticle user identity type such as email, customer_id or other; mParticle calls it "Email Type"':
        [{ emailType: 'nonsense' }],
      'defaultCurrency: must be an ISO 4217 code such as EUR': [{ defaultCurrency: 'EURO' }],
      'environments: must name at least one environment': [{ environments: [] }],
      'environments: must be a list out of production, development, unknown': [{ environments: 'production' }],
      'environments.0: must be one of production, development, unknown; did you mean "production"?': [
        { environments: ['prodution'] },
      ],
      'eventNames: purchse is not a product action that is forwarded; did you mean "purchase"?': [
        { eventNames: { purchse: 'Sale' } },
      ],
      'eventNames: refund is not a product action that is forwarded; the actions are add_to_cart, add_to_wishlist, checkout, purchase, view_detail':
        [{ eventNames: { refund: 'Back' } }],
      "eventNames: purchase would be an event of your own; Facebook's standard event is spelt Purchase": [
        { eventNames: { purchase: 'purchase' } },
      ],
      "eventNames: initiate_checkout would be an event of your own; Facebook's standard event is spelt InitiateCheckout":
        [{ eventNames: { checkout: 'initiate_checkout' } }],
      'eventNames.purchase: must be pairs of a product action (add_to_cart, add_to_wishlist, checkout, purchase, view_detail) and an event name':
        [{ eventNames: { purchase: '' } }],
      'includeAppBatches: must be true or false': [{ includeAppBatches: 'yes' }],
      'testEventCode: exists in the Conversions API only; set datasetId, or api to conversions': [
        { testEventCode: 'TEST1', api: 'offline-conversions' },
      ],
      'baseUrl: must be an https address without user, query or fragment (http only for this machine itself)': [
        { baseUrl: 'graph.example.com' },
        { baseUrl: 'ftp://example.com' },
        { baseUrl: 'https://me:pw@example.com' },
      ],
      'baseUrl: must begin with https: over http the access token would travel in clear': [
        { baseUrl: 'http://example.com' },
        { baseUrl: 'http://127.0.0.1.example.com' },
      ],
      'apiVersion: must be a version such as v26.0': [{ apiVersion: '26' }],
      'ledger: must be the path of a folder, or false': [{ ledger: true }],
      'uploadTag: must be text': [{ uploadTag: ' ' }],
      'accessToken: must be an access token: text without spaces; mParticle calls it "System User Admin Access Token"':
        [{ accessToken: 'two words' }],
      'chunksize: no such setting; did you mean chunkSize?': [{ chunksize: 1 }],
      'Email Type: no such setting; did you mean emailType?': [{ 'Email Type': 'email' }],
      'send_ccpa_limited_data_use: no such setting; did you mean sendCcpaLimitedDataUse?': [
        { send_ccpa_limited_data_use: 'never' },
      ],
      'Offline Event Set ID: no such setting; did you mean offlineEventSetId?': [{ 'Offline Event Set ID': '1' }],
      'conections: no such setting; did you mean connections?': [{ conections: {} }],
      'connections.eu.conections: no such setting': [{ connections: { eu: { conections: {} } } }],
      'frobnicate: no such setting': [{ frobnicate: 1 }],
      '"": no such setting': [{ '': 1 }],
      'two lines [2J: no such setting': [{ 'two\nlines\u001b[2J': 1 }],
      'connections: must be an object: settings by name of a connection': [{ connections: [] }],
      'connections.eu: must be an object: settings of this connection': [{ connections: { eu: 1 } }],
      'connections.eu.emailtype: no such setting; did you mean emailType?': [
        { connections: { eu: { emailtype: 'email' } } },
      ],
      'chunkSize: must be a whole number from 1 to 2000 (0 from connections.eu in FILE)': [
        { connections: { eu: { chunkSize: 0 } } },
      ],
      '$schema: must be text': [{ $schema: 1 }],
      'FILE: the settings file must contain one object in braces': ['[]'],
      'FILE:2:9: it is not JSON: a colon is expected here': ['{\n  "api" "x"\n}'],
      'FILE:1:1: it is not JSON: a value is expected here': [''],
    }),
  )('%s', async (line, configs) => {
    for (const config of configs) expect(await problemsIn(config)).toEqual([line]);
  });
});

describe('where it was set', () => {
  test.each(
    Object.entries({
      'chunkSize: must be a whole number from 1 to 2000 ("x" from flag --chunk-size)': { flags: { chunkSize: 'x' } },
      'chunkSize: must be a whole number from 1 to 2000 ("x" from environment MP2FB_CHUNK_SIZE)': {
        env: { MP2FB_CHUNK_SIZE: 'x' },
      },
      'hashMadid: must be true or false ("maybe" from environment MP2FB_HASH_MADID)': {
        env: { MP2FB_HASH_MADID: 'maybe' },
      },
      'datasetId: must be an id: digits only ("" from flag --dataset-id)': { flags: { datasetId: '' } },
      'api: must be set when both ids are: conversions sends to datasetId (from flag --dataset-id), offline-conversions to offlineEventSetId (from environment MP2FB_OFFLINE_EVENT_SET_ID)':
        { flags: { datasetId: '1' }, env: { MP2FB_OFFLINE_EVENT_SET_ID: '2' } },
      'eventNames.purchase: must be pairs of a product action (add_to_cart, add_to_wishlist, checkout, purchase, view_detail) and an event name ("" from flag --event-names)':
        { flags: { eventNames: ['purchase'] } },
      'MP2FB_ACESS_TOKEN: no such variable; did you mean MP2FB_ACCESS_TOKEN? (from environment)': {
        env: { MP2FB_ACESS_TOKEN: 'x' },
      },
      '/nowhere/none.json: the settings file cannot be used: there is no such file': { flags: { config: 'none.json' } },
      '/: the settings file cannot be used: it is a folder': { env: { MP2FB_CONFIG: '/' } },
      'env-file: the file /nowhere/none.env cannot be used: there is no such file (from flag --env-file)': {
        flags: { envFile: 'none.env' },
      },
      'connection: there is no such connection: no settings file defines any (from flag --connection)': {
        flags: { connection: 'eu' },
      },
      'accessTokenFile: the file /nowhere/none cannot be used: there is no such file; mParticle calls it "System User Admin Access Token" (from flag --access-token-file)':
        { flags: { accessTokenFile: 'none' } },
      'accessTokenFile: the file (its name is not shown, it may be the secret itself) cannot be used: there is no such file; mParticle calls it "System User Admin Access Token" (from flag --access-token-file)':
        { flags: { accessTokenFile: 'EAABsbCS1iHgBAKZC0pM' } },
      'appSecretFile: the file (its name is not shown, it may be the secret itself) cannot be used: there is no such file (from environment MP2FB_APP_SECRET_FILE)':
        { env: { MP2FB_APP_SECRET_FILE: '0123456789abcdef0123456789abcdef' } },
      'appSecretFile: the file / cannot be used: it is a folder (from flag --app-secret-file)': {
        flags: { appSecretFile: '/' },
      },
    }),
  )('%s', async (line, given) => expect(await problemsOf(given)).toEqual([line]));

  test.each([
    ['apiVersion', 'twenty six\u001b[2J\u202e', '"twenty six?[2J?"'],
    ['apiVersion', `v ${'2 '.repeat(40)}`, `"v ${'2 '.repeat(19)}…"`],
    ['datasetId', 'EAABsbCS1iHgBAKZC0pM', null],
    ['apiVersion', '0123456789abcdef0123456789abcdef', null],
    ['baseUrl', 'https://me:pw@example.com', null],
    ['baseUrl', 'https://example.com/?t=pw', null],
    ['emailType', 'amelia@example.com', null],
    ['accessToken', 'two words', null],
  ])('%s: a wrong value is shown on its line, cut short, unless it may be private: %j', async (name, value, shown) => {
    const cwd = await folderWith({ 'mp2fb.config.json': { [name]: value } });
    const place = shown === null ? ' (from file' : ` (${shown} from file`;
    expect(await problemsOf({ cwd })).toEqual([expect.stringContaining(place)]);
  });

  test('a token in the place of a name is not shown', async () => {
    const cwd = await folderWith({ 'mp2fb.config.json': { EAABsbCS1iHgBAKZC0pM: '' } });
    const problems = await problemsOf({ cwd });
    expect(problems.join()).toMatch(/\(a name that may be a secret\): no such setting/);
    expect(problems.join()).not.toContain('EAABsb');
  });

  test('an unknown connection is reported with the known ones', async () => {
    const cwd = await folderWith({ 'mp2fb.config.json': { connections: { 'stores-eu': {}, 'stores-us': {} } } });
    expect(await problemsOf({ cwd, env: { MP2FB_CONNECTION: 'store-eu' } })).toEqual([
      'connection: there is no such connection; known: stores-eu, stores-us; did you mean stores-eu? (from environment MP2FB_CONNECTION)',
    ]);
  });

  test('one known connection that was meant is not named twice', async () => {
    const cwd = await folderWith({ 'mp2fb.config.json': { connections: { 'stores-eu': {} } } });
    const said = async (name: string) => (await problemsOf({ cwd, env: { MP2FB_CONNECTION: name } }))[0];
    expect(await said('store-eu')).toContain('there is no such connection; did you mean stores-eu? (');
    expect(await said('till')).toContain('there is no such connection; known: stores-eu (');
  });

  test('ignores variables that are not misspelt settings', async () => {
    expect(await problemsOf({ env: { MP2FB_FOO: 'x', MP2FB_BACKUP_FOLDER: 'y' } })).toEqual([]);
  });

  test.each([
    ['empty', '\n', 'is empty'],
    ['of two lines', 'one\ntwo\n', 'must contain one line without spaces'],
    ['of UTF-16', 'o\0n\0e\0', 'cannot be used: it is UTF-16 text: save it as UTF-8'],
  ])('a token file %s', async (_, content, message) => {
    const cwd = await folderWith({ token: content });
    expect(await problemsOf({ cwd, flags: { accessTokenFile: 'token' } })).toEqual([
      `accessTokenFile: the file ${cwd}/token ${message}; mParticle calls it "System User Admin Access Token" (from flag --access-token-file)`,
    ]);
  });
});

test('all problems are reported at once, whatever layer they come from', async () => {
  const cwd = await folderWith({
    'mp2fb.config.json': { chunksize: 1, apiVersion: 'x', connections: { eu: { emailType: 'emial' } } },
    '.env': 'MP2FB_CONCURRENCY=0\nMP2FB_DATASETID=1\n',
  });
  const lines = await problemsOf({
    cwd,
    flags: {
      ...{ envFile: '.env', connection: 'us', accessTokenFile: 'none', accessToken: true },
      ...{ testEventCode: 'T', offlineEventSetId: '1' },
    },
    env: { MP2FB_DEFAULT_CURRENCY: 'EURO' },
  });
  const paths = lines.map((line) => line.replace(/: .*/, ''));
  expect(paths.sort()).toEqual([
    ...['--access-token', 'MP2FB_DATASETID', 'accessTokenFile', 'apiVersion', 'chunksize', 'concurrency', 'connection'],
    ...['defaultCurrency', 'emailType', 'testEventCode'],
  ]);
});
