import { ok, problem, warning, type Finding } from './finding.js';

const SETTINGS = { id: 'settings', title: 'Settings', area: 'settings' } as const;
const COMPLETE = { id: 'settings_complete', title: 'Required settings', area: 'settings' } as const;

interface SettingsFacts {
  readonly set: readonly string[];
  /** What an upload lacks. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  readonly destination: string;
  /** Why the fast path is off; null: it is on. */
  readonly fastPathOff: string | null;
}

/** Settings that cannot be resolved: each problem with its path and where it was set. */
export const unusableSettings = (problems: readonly string[]): readonly Finding[] =>
  problems.map((text) => problem(SETTINGS, text, 'See mp2fb settings.'));

/** Whether the settings are enough for an upload. */
export const settingsFindings = (facts: SettingsFacts): readonly Finding[] => {
  const set = facts.set.length === 0 ? 'all at their defaults' : `${facts.set.length} set (${facts.set.join(', ')})`;
  return [
    ok(
      SETTINGS,
      `${facts.destination}; ${set}${facts.fastPathOff === null ? '' : `; fast path off: ${facts.fastPathOff}`}`,
    ),
    ...facts.warnings.map((text) => warning(SETTINGS, text)),
    ...(facts.missing.length === 0
      ? [ok(COMPLETE, 'token and destination are set')]
      : facts.missing.map((text) => problem(COMPLETE, text))),
  ];
};
