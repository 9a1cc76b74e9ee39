import { describe, expect, test } from 'vitest';
import type { MappingSettings } from '../../src/model/settings.js';
import { REJECT_REASONS, SKIP_REASONS } from '../../src/model/reasons.js';
import { BAD_KINDS, type BadKind, type Expected } from '../../src/sample/bad-records.js';
import { SampleSource, type SampleOptions } from '../../src/sample/records.js';
import { transformer } from '../../src/transform/transform.js';
import { sampleTexts } from '../support/sample-texts.js';
import { mappingSettings, NOW_MS } from '../support/batches.js';
import { blockOf } from '../support/mapped.js';

const OPTIONS: SampleOptions = {
  format: 'ndjson',
  seed: 7,
  asOfMs: NOW_MS,
  days: 30,
  advertisingIds: 0,
  badRecords: true,
};

/** The bad records of a sample by kind, each kind once. */
const badTexts = (): ReadonlyMap<BadKind, string> => {
  const source = new SampleSource(OPTIONS);
  const texts = new Map<BadKind, string>();
  for (let made = 0; made < BAD_KINDS.ndjson.length * 5; made += 1) {
    const { text, bad } = source.next();
    if (bad !== null) texts.set(bad, text);
  }
  return texts;
};

/** Some kinds are bad only under these settings. */
const SETTINGS: Partial<Record<Expected, Partial<MappingSettings>>> = {
  email_type_not_sha256: { emailType: 'other' },
  limited_data_use_unflaggable: { sendCcpaLimitedDataUse: 'when-opted-out', unflaggableOptOut: 'reject' },
};

/** Everything that an upload says of one record. */
const resultsOf = (text: string, expected: Expected): readonly string[] => {
  const settings = mappingSettings({ maxAgeDays: 62, ...SETTINGS[expected] });
  const { rejects, skipped, warnings } = transformer(settings)(blockOf([text]));
  // The list of unknown words comes with their rejects.
  const codes = warnings.map(({ code }) => code).filter((code) => code !== 'unknown_action_word');
  return [...rejects.map(({ reason }) => reason), ...skipped.keys(), ...codes];
};

describe('each kind of bad record has the result that it names', () => {
  const texts = badTexts();
  const found = (name: string) => [...texts].find(([kind]) => kind.name === name);

  test('all kinds are there', () => expect([...texts.keys()]).toEqual(BAD_KINDS.ndjson));

  const mapped = BAD_KINDS.ndjson.filter((kind) => !['duplicate', 'nothing'].includes(kind.expected));
  test.each(mapped)('$name: $expected', ({ name }) => {
    const [kind, text] = found(name)!;
    expect(resultsOf(text, kind.expected)).toEqual([kind.expected]);
  });

  test('events null: nothing at all', () => {
    const [kind, text] = found('events null')!;
    expect(resultsOf(text, kind.expected)).toEqual([]);
  });

  test('blank line: nothing in it', () => expect(found('blank line')?.[1]).toBe(''));

  test('duplicate: the first record again', () =>
    expect(found('duplicate')?.[1]).toBe(new SampleSource(OPTIONS).next().text));
});

test('every reason that a record by itself can give is there', () => {
  /** They need a run: its flags, Facebook, or a record of megabytes. */
  const ofRuns = [
    'before_since',
    'after_until',
    'beyond_limit',
    'record_too_large',
    'truncated',
    'refused_by_facebook',
    // Two events of one receipt, each of them good.
    'joined',
    // A manifest.
    'row_left_out',
  ];
  /** Good records are enough for these. */
  const ofGoodRecords = ['other_action', 'promotion'];
  const expected = [...Object.keys(SKIP_REASONS), ...Object.keys(REJECT_REASONS)].filter(
    (reason) => ![...ofRuns, ...ofGoodRecords].includes(reason),
  );
  const covered = new Set<string>([...BAD_KINDS.ndjson, ...BAD_KINDS.csv].map(({ expected }) => expected));
  expect(expected.filter((reason) => !covered.has(reason))).toEqual([]);
});

test('kinds take turns: none is more than one ahead of another', () => {
  const source = new SampleSource(OPTIONS);
  const counts = new Map<string, number>();
  for (let made = 0; made < 2_000; made += 1) {
    const { bad } = source.next();
    if (bad !== null) counts.set(bad.name, (counts.get(bad.name) ?? 0) + 1);
  }
  expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(400);
  expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
});

test('the records around bad ones are the good ones they were', () => {
  const settings = mappingSettings({ maxAgeDays: 62 });
  const isGood = (_line: string, at: number) => at % 5 !== 4;
  const good = sampleTexts({ ...OPTIONS, count: 1_000 }).filter(isGood);
  expect(transformer(settings)(blockOf(good)).rejects).toEqual([]);
});
