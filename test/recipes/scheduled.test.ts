// The args that Kubernetes and AWS Batch start the program with, run as shards of one folder.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { Workplace } from '../docs/workplace.js';
import { awsArgs, kubernetesArgs } from './recipe-files.js';

const SHARDS = 8;

describe.each([
  ['Kubernetes', kubernetesArgs(), (index: number) => ({ JOB_COMPLETION_INDEX: String(index) })],
  [
    'AWS Batch',
    awsArgs(),
    (index: number) => ({ AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: String(SHARDS) }),
  ],
] as const)('%s', (_, args, environment) => {
  test('eight containers together send the whole folder, and each leaves a report', async () => {
    await using workplace = await Workplace.open();
    workplace.copyExport('tuesday.ndjson');
    const quoted = args.map((arg) => `'${arg.replace(/^s3:.*/, 'exports/').replace('/state', workplace.folder)}'`);
    for (let index = 0; index < SHARDS; index += 1) {
      const more = { ...environment(index), MP2FB_ACCESS_TOKEN: 'made-up', XDG_STATE_HOME: workplace.folder };
      const { code, err } = await workplace.run('sh', `mp2fb ${quoted.join(' ')}`, more);
      expect(`${code === 0 ? '' : err}${code}`).toBe('0');
    }
    const names = readdirSync(workplace.folder).filter((name) => /^\d-of-8-.*\.json$/.test(name));
    expect(names).toHaveLength(SHARDS);
    const reports = names.map((name) => JSON.parse(workplace.text(name)) as Report);
    expect(reports.reduce((sum, { events }) => sum + events.sent, 0)).toBe(25 + 40);
  });
});
