// The completion script for bash. What it completes is described in words.ts.

import { quotedForShell as quoted } from '../../lib/format.js';
import { completionCases, flagGroups, type Completed, type CompletedCommand } from './words.js';

const ACTIONS: Readonly<Record<Exclude<Completed['kind'], 'words'>, string>> = {
  none: '_mp2fb_nothing',
  text: '_mp2fb_nothing',
  // Empty, so that bash completes file names itself, with its own quoting.
  file: ':',
  folder: ':',
  connection: '_mp2fb_connections "$config"',
};

const actionOf = (value: Completed): string =>
  value.kind === 'words' ? `_mp2fb_words ${quoted(value.words.join(' '))}` : ACTIONS[value.kind];

const patterns = (keys: readonly string[]): string => keys.map(quoted).join('|');

/** The script for bash (3.2 and later). Words that come from files are quoted, never evaluated. */
export const bashScript = (commands: readonly CompletedCommand[], routes: readonly string[]): string => {
  const flags = commands.map(
    (one) => `      ${quoted(one.route)}) _mp2fb_words ${quoted(one.flags.flatMap(({ names }) => names).join(' '))} ;;`,
  );
  const rest = commands.map((one) => {
    const names = one.commands.map(({ name }) => name);
    return `    ${quoted(one.route)}) ${names.length > 0 ? actionOf({ kind: 'words', words: names }) : actionOf(one.argument)} ;;`;
  });
  const values = flagGroups(commands).map(({ keys, value }) => `    ${patterns(keys)}) ${actionOf(value)}; return ;;`);
  return `# Completion of mp2fb for bash. Made by: mp2fb completion bash
_mp2fb_nothing() { compopt +o default 2>/dev/null || true; }
_mp2fb_words() {
  _mp2fb_nothing
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}
_mp2fb_connections() {
  local name
  _mp2fb_nothing
  while IFS= read -r name; do
    [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
  done < <(mp2fb completion --connections \${1:+--config "$1"} 2>/dev/null)
}
_mp2fb() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} route='' config='' word i
  COMPREPLY=()
  # --flag=value is three words here.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [[ $word == --config ]] && config=\${COMP_WORDS[i + 1]}
    case "$route\${route:+ }$word" in
    ${patterns(routes)}) route="$route\${route:+ }$word" ;;
    esac
  done
${completionCases(values, flags, rest)}
complete -o default -F _mp2fb mp2fb
`;
};
