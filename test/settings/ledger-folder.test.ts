import { expect, test } from 'vitest';
import { defaultLedgerFolder } from '../../src/settings/ledger-folder.js';

test.each([
  [{ XDG_STATE_HOME: '/state' }, 'linux', '/state/mp2fb'],
  [{ XDG_STATE_HOME: 'relative' }, 'linux', '/home/jo/.local/state/mp2fb'],
  [{}, 'linux', '/home/jo/.local/state/mp2fb'],
  [{}, 'darwin', '/home/jo/Library/Application Support/mp2fb'],
  [{ LOCALAPPDATA: '/local' }, 'win32', '/local/mp2fb'],
  [{}, 'win32', '/home/jo/AppData/Local/mp2fb'],
])('%j on %s: %s', (env, platform, expected) => {
  expect(defaultLedgerFolder(env, '/home/jo', platform)).toBe(expected);
});
