import type { Completed, CompletedCommand, CompletedFlag } from './words.js';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const valueOf = (value: Completed): string => {
  if (value.kind === 'words') return ` -x -a ${quoted(value.words.join(' '))}`;
  if (value.kind === 'connection') return ` -x -a '(__mp2fb_connections)'`;
  if (value.kind === 'folder') return ` -x -a '(__fish_complete_directories)'`;
  return value.kind === 'file' ? ' -r -F' : value.kind === 'text' ? ' -x' : '';
};

const nameOf = (name: string): string => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`);

const flagLine = (at: string, { names, description, value }: CompletedFlag): string =>
  `complete -c mp2fb${at}${names.map(nameOf).join('')}${valueOf(value)} -d ${quoted(description)}`;

const linesOf = ({ route, flags, commands, argument }: CompletedCommand): readonly string[] => {
  const at = ` -n ${quoted(`__mp2fb_at ${quoted(route)}`)}`;
  const below = commands.map(
    ({ name, description }) => `complete -c mp2fb${at} -a ${quoted(name)} -d ${quoted(description)}`,
  );
  const rest =
    argument.kind === 'file'
      ? [`complete -c mp2fb${at} -F`]
      : argument.kind === 'words'
        ? [`complete -c mp2fb${at} -a ${quoted(argument.words.join(' '))}`]
        : [];
  return [...below, ...rest, ...flags.map((flag) => flagLine(at, flag))];
};

/** The script for fish. */
export const fishScript = (commands: readonly CompletedCommand[], routes: readonly string[]): string => {
  return `# Completion of mp2fb for fish. Made by: mp2fb completion fish
function __mp2fb_at
    set -l route ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim "$route $word")
        contains -- $longer ${routes.map(quoted).join(' ')}; and set route $longer
    end
    test "$route" = "$argv[1]"
end
function __mp2fb_connections
    set -l words (commandline -opc)
    set -l at (contains -i -- --config $words); and set -l config --config $words[(math $at + 1)]
    mp2fb completion --connections $config 2>/dev/null
end
complete -c mp2fb -f
${commands.flatMap(linesOf).join('\n')}
`;
};
