// The completion script for zsh. What it completes is described in words.ts.

import { quotedForShell as quoted } from '../../lib/format.js';
import { completionCases, flagGroups, type Completed, type CompletedCommand } from './words.js';

const ACTIONS: Readonly<Record<Exclude<Completed['kind'], 'words'>, string>> = {
  none: ':',
  text: ':',
  file: '_files',
  folder: '_files -/',
  connection: '_mp2fb_connections "$config"',
};

const actionOf = (value: Completed): string =>
  value.kind === 'words' ? `compadd -- ${value.words.map(quoted).join(' ')}` : ACTIONS[value.kind];

const described = (name: string, description: string): string =>
  quoted(`${name.replaceAll(':', '\\:')}:${description}`);

const describe = (what: string, items: readonly string[]): string =>
  items.length === 0 ? ':' : `list=(${items.join(' ')}); _describe ${what} list`;

/** The script for zsh. */
export const zshScript = (commands: readonly CompletedCommand[], routes: readonly string[]): string => {
  const flags = commands.map(({ route, flags: all }) => {
    const items = all.flatMap(({ names, description }) => names.map((name) => described(name, description)));
    return `      (${quoted(route)}) ${describe('-o option', items)} ;;`;
  });
  const rest = commands.map(({ route, commands: below, argument }) => {
    const items = below.map(({ name, description }) => described(name, description));
    return `    (${quoted(route)}) ${items.length > 0 ? describe('command', items) : actionOf(argument)} ;;`;
  });
  const values = flagGroups(commands).map(
    ({ keys, value }) => `    (${keys.map(quoted).join('|')}) ${actionOf(value)}; return ;;`,
  );
  return `#compdef mp2fb
# Completion of mp2fb for zsh. Made by: mp2fb completion zsh
_mp2fb_connections() {
  local -a names
  names=("\${(@f)$(mp2fb completion --connections \${1:+--config} \${1:+"$1"} 2>/dev/null)}")
  compadd -- "\${(@)names:#}"
}
_mp2fb() {
  local cur=$words[CURRENT] prev=$words[CURRENT-1] route='' config='' word i
  local -a list
  if [[ $cur == --*=* ]]; then prev=\${cur%%=*}; compset -P '*='; cur=\${cur#*=}; fi
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    [[ $word == --config ]] && config=$words[i+1]
    case "$route\${route:+ }$word" in
      (${routes.map(quoted).join('|')}) route="$route\${route:+ }$word" ;;
    esac
  done
${completionCases(values, flags, rest)}
if [[ $funcstack[1] == _mp2fb ]]; then _mp2fb "$@"; else compdef _mp2fb mp2fb; fi
`;
};
