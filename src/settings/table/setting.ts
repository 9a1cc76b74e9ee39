/** How the text of a flag or an environment variable is read, before the schema looks at it. */
type SettingKind = 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'map' | 'path' | 'optional-path' | 'secret';

export interface Row<Name extends string> {
  readonly name: Name;
  readonly kind: SettingKind;
  /** The placeholder of the value in `--help`. */
  readonly argument?: string;
  /** The default as people read it; empty: none. */
  readonly default: string;
  /** One sentence. */
  readonly help: string;
  /** Completes "must be …". */
  readonly expects: string;
  /** A value as it would be in the settings file. */
  readonly example: unknown;
  /** What mParticle's own connection screen calls it. */
  readonly screenName?: string;
  readonly choices?: readonly string[];
  /** What it means to do without, for settings that can be switched off. */
  readonly without?: string;
  /** Environment variables beside the systematic one. */
  readonly otherEnv?: readonly string[];
}

/** Keeps the names of a list of rows as literal types. */
export const rows = <const Name extends string>(list: readonly Row<Name>[]): readonly Row<Name>[] => list;

/** "one of a, b, c". */
export const anyOf = (choices: readonly string[]): string => `one of ${choices.join(', ')}`;
