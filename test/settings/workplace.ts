import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../src/lib/errors.js';
import { loadSettings, type LoadedSettings, type SettingsInput } from '../../src/settings/load.js';
import { newFolder } from '../support/surroundings.js';

/** A folder of its own with these files in it: text as it is, anything else as JSON; only their owner may read them. */
export const folderWith = async (files: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    await chmod(join(folder, name), 0o600);
  }
  return folder;
};

export const HOME = '/home/somebody';

/** Loads with nothing around but what a test gives; the working folder is empty unless it names one. */
export const load = (given: Partial<SettingsInput> = {}): Promise<LoadedSettings> =>
  loadSettings({ flags: {}, env: {}, cwd: '/nowhere', homeDirectory: HOME, platform: 'linux', ...given });

/** The lines of the error that loading ends with. */
export const problemsOf = async (given: Partial<SettingsInput>): Promise<readonly string[]> => {
  try {
    await load(given);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
};

/** Value and source of one setting. */
export const shown = ({ resolved }: LoadedSettings, name: string): readonly [unknown, string | undefined] => {
  const setting = resolved.find((one) => one.name === name);
  return [setting?.value, setting?.source];
};
