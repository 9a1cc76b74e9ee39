import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { processStart } from '../../src/ledger/lock/machine.js';

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that was killed and never cleared away counts as ended',
  async () => {
    // The shell becomes a program that does not look after the child it inherits.
    const parent = spawn('sh', ['-c', 'sleep 30 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
    try {
      expect(processStart(pid)).toMatch(/^\d+$/);
      // Until the shell is the other program it would look after its child.
      while (!readFileSync(`/proc/${parent.pid}/cmdline`, 'latin1').startsWith('sleep'))
        await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => processStart(pid)).toBe('ended');
    } finally {
      parent.kill('SIGKILL');
    }
  },
);
