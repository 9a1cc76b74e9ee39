// What `--help` and `--version` print, and the message for an unknown command. --help prints the options under the
// headings of SHORT, --help-all those of FULL as well. The options are not defined here.
import { Help, type Command, type HelpConfiguration } from 'commander';
import { DEFAULT_API_VERSION, LAST_OFFLINE_CONVERSIONS_VERSION } from '../model/api-versions.js';
import type { ProcessFacts } from '../this-process.js';
import { byWord } from '../lib/words.js';

const OWN = 'Options:';
const OTHER = 'Other options:';

/** Heading of the settings that `--help` does not show. */
export const SETTINGS_HEADING = 'Settings (each is also a key of the settings file and a variable MP2FB_*):';

const SHORT = [OWN, 'What to do:', 'Destination:', 'Inputs:', 'Outputs:', 'Mapping:', 'Delivery:'] as const;
const FULL: readonly string[] = [OTHER, SETTINGS_HEADING];
const HEADINGS: readonly string[] = [...SHORT, ...FULL];

/** Long flags, by the heading under which `--help` shows them. */
type ShortHelp = Readonly<Partial<Record<(typeof SHORT)[number], readonly string[]>>>;

/** The flags that name a destination and the settings for it. */
export const DESTINATION = ['--dataset-id', '--access-token-file', '--config', '--connection'] as const;

/** Makes `--help` of a command show only these options, under these headings; `--help-all` shows the others too. */
export const showInHelp = (command: Command, shown: ShortHelp): Command => {
  const headings = new Map(Object.entries(shown).flatMap(([heading, flags]) => flags.map((flag) => [flag, heading])));
  for (const option of command.options)
    option.helpGroup(headings.get(option.long ?? '') ?? option.helpGroupHeading ?? OTHER);
  return command;
};

const COMMANDER = new Help();
const headingOf = (option: { readonly helpGroupHeading?: string | undefined }): string =>
  option.helpGroupHeading ?? OWN;
const isObvious = / \(default: (?:none|off|all)\)/;

/** Formats help; `all`: with every option. */
export const helpLayout = (all: boolean): HelpConfiguration => ({
  visibleOptions: (command) =>
    COMMANDER.visibleOptions(command).filter((option) => all || !FULL.includes(headingOf(option))),
  optionDescription: (option) => {
    const text = COMMANDER.optionDescription(option);
    return all ? text : text.replace(isObvious, '');
  },
  groupItems: (items, visible, groupOf) => {
    const place = (item: (typeof items)[number]): number => HEADINGS.indexOf(groupOf(item));
    return COMMANDER.groupItems(
      [...items].sort((a, b) => place(a) - place(b)),
      visible,
      groupOf,
    );
  },
});

/** What `--version` prints: the program's version on the first line, then the versions of Node.js and the Graph API. */
export const versionText = ({ version, nodeVersion }: ProcessFacts): string =>
  `${version}\nNode.js ${nodeVersion}\nGraph API ${DEFAULT_API_VERSION} (Conversions API), ${LAST_OFFLINE_CONVERSIONS_VERSION} (Offline Conversions API)`;

/** Command words of other programs, with their name here. */
const MEANT = byWord([
  ['settings', 'config'],
  ['settings --init', 'init configure'],
  ['settings --json-schema', 'schema'],
  ['check', 'doctor validate verify test'],
  ['upload', 'send sync import run'],
  ['upload --dry-run', 'preview dry-run'],
  ['ledger info', 'status'],
  ['ledger rejects', 'rejects'],
  ['ledger prune', 'prune'],
  ['ledger forget', 'forget'],
  ['sample', 'generate'],
  ['sandbox', 'simulator'],
  ['completion', 'completions'],
  ['recipe', 'recipes'],
  ['--version', 'version -v'],
]);

/** The message for a first word that is a command of other programs, with its name here; null: another word. */
export const unknownWord = (word: string | undefined): string | null => {
  const meant = word === undefined ? undefined : MEANT.get(word);
  if (word === undefined || meant === undefined) return null;
  return `error: unknown ${word.startsWith('-') ? 'option' : 'command'} '${word}'\n(Did you mean ${meant}?)`;
};
