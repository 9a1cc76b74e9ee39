import { expect, test } from 'vitest';
import { nearestName } from '../../src/lib/nearest.js';

const KNOWN = ['datasetId', 'chunkSize', 'user_identities.email', 'zip'];

test.each([
  ['datasetid', 'datasetId'],
  ['datsetId', 'datasetId'],
  ['dataestId', 'datasetId'],
  ['chunksizes', 'chunkSize'],
  ['user_identity.email', 'user_identities.email'],
  ['user_identites.email', 'user_identities.email'],
  ['zp', 'zip'],
  ['izp', 'zip'],
  ['colour', null],
  ['', null],
])('%s is %s', (name, expected) => expect(nearestName(name, KNOWN)).toBe(expected));

test('of equally near names the first', () => expect(nearestName('cat', ['bat', 'hat'])).toBe('bat'));
