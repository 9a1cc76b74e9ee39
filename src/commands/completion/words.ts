/** The possible values of a flag or an argument. */
export type Completed =
  | { readonly kind: 'none' | 'text' | 'file' | 'folder' | 'connection' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** One flag of a command. */
export interface CompletedFlag {
  /** All its spellings, as `-o` and `--output`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Its value; none: a flag without one. */
  readonly value: Completed;
}

/** One command, or the program itself, as completion sees it. */
export interface CompletedCommand {
  /** Names of the commands that lead to it: `''`, `upload`, `ledger prune`. */
  readonly route: string;
  readonly flags: readonly CompletedFlag[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly argument: Completed;
}

/** A group of flags that are completed in the same way. */
interface FlagGroup {
  readonly value: Completed;
  /** `upload|--format`: the route of a command and a flag of it. */
  readonly keys: readonly string[];
}

/** Flags with a value, grouped by what follows them. */
export const flagGroups = (commands: readonly CompletedCommand[]): readonly FlagGroup[] => {
  const groups = new Map<string, { value: Completed; keys: string[] }>();
  for (const { route, flags } of commands)
    for (const { names, value } of flags) {
      if (value.kind === 'none') continue;
      const id = JSON.stringify(value);
      const group = groups.get(id) ?? { value, keys: [] };
      group.keys.push(...names.map((name) => `${route}|${name}`));
      groups.set(id, group);
    }
  return [...groups.values()];
};

/** The end of the scripts for bash and zsh: completes the value of a flag, else flags, else the arguments. */
export const completionCases = (values: readonly string[], flags: readonly string[], rest: readonly string[]): string =>
  `  case "$route|$prev" in
${values.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case "$route" in
${flags.join('\n')}
    esac
    return
  fi
  case "$route" in
${rest.join('\n')}
  esac
}`;
