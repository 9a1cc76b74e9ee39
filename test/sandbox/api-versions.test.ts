import { expect, test } from 'vitest';
import { API_VERSIONS, oldestLiveVersion, versionNumber, versionStatus } from '../../src/model/api-versions.js';

const day = (text: string): number => Date.parse(text);

test.each([
  ['v26.0', '2026-11-24', { kind: 'live', until: null }],
  ['v21.0', '2027-01-20', { kind: 'live', until: '2027-01-21' }],
  ['v21.0', '2027-01-21', { kind: 'expired', until: '2027-01-21' }],
  ['v20.0', '2026-11-24', { kind: 'expired', until: '2026-09-24' }],
  ['v19.0', '2026-11-24', { kind: 'expired', until: '2026-05-21' }],
  ['v16.0', '2025-05-13', { kind: 'live', until: '2025-05-14' }],
  ['v2.12', '2026-11-24', { kind: 'expired', until: '2025-05-14' }],
  ['v27.0', '2026-11-24', { kind: 'live', until: null }],
  ['v28.0', '2026-11-24', { kind: 'unknown' }],
  ['26.0', '2026-11-24', { kind: 'unknown' }],
  ['v26', '2026-11-24', { kind: 'unknown' }],
])('%s on %s', (version, at, expected) => {
  expect(versionStatus(version, day(at))).toMatchObject(expected);
});

test('the table runs from the newest to the oldest', () => {
  const numbers = API_VERSIONS.map(({ version }) => versionNumber(version) ?? 0);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
});

test.each([
  ['2026-11-24', 'v21.0'],
  ['2026-09-23', 'v20.0'],
  ['2040-01-01', 'v26.0'],
])('on %s the oldest that lives is %s', (at, expected) => {
  expect(oldestLiveVersion(day(at))).toBe(expected);
});
