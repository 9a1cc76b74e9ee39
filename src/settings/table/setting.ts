/** How the text of a flag or an environment variable is read, before the schema looks at it. */
type SettingKind = 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'map' | 'path' | 'optional-path' | 'secret';

/** One setting as the tables beside this file describe it. */
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
  /** What switching it off means, for settings that can be switched off. */
  readonly without?: string;
  /** Environment variables beside the systematic one. */
  readonly otherEnv?: readonly string[];
}

/** How a flag gives several values: the end of its help. In a settings file they are a list or an object. */
export const flagNote = ({ kind }: Pick<Row<string>, 'kind'>): string =>
  kind === 'list' ? ', separated by commas' : kind === 'map' ? '; may be repeated' : '';

/** A row as it is written in the table: without what follows from its kind, and without a default of null. */
type Written<Name extends string> = Omit<Row<Name>, 'default' | 'expects' | 'kind'> & { readonly default?: string } & (
    | { readonly kind: 'boolean' }
    | { readonly kind: 'choice'; readonly choices: readonly string[] }
    | { readonly kind: Exclude<SettingKind, 'boolean' | 'choice'>; readonly expects: string }
  );

const expectsOf = (row: Written<string>): string => {
  if (row.kind === 'boolean') return 'true or false';
  return row.kind === 'choice' ? `one of ${row.choices.join(', ')}` : row.expects;
};

/** Fills the rows of a list, whose names stay literal types. A boolean is off by default. */
export const rows = <const Name extends string>(list: readonly Written<Name>[]): readonly Row<Name>[] =>
  list.map((row) => ({ default: row.kind === 'boolean' ? 'off' : '', ...row, expects: expectsOf(row) }));
