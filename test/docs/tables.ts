import type { Command, Option } from 'commander';
import { REJECT_REASONS, SKIP_REASONS } from '../../src/model/reasons.js';
import { WARNINGS } from '../../src/model/warnings.js';
import { renderMetrics } from '../../src/report/files/metrics.js';
import { renderSummary } from '../../src/report/summary/summary.js';
import { flagNote } from '../../src/settings/table/setting.js';
import { SETTINGS, type Setting } from '../../src/settings/table/table.js';
import { aReport, NIGHT } from '../report/a-report.js';
import { COMMANDS, helpOf, READING_FLAGS, SETTINGS_FLAGS, visibleOptions } from './commands.js';
import { code, table } from './readme.js';

const SUMMARY_WIDTH = 100;

const flagCell = ({ flag, kind, argument, env }: Setting): string => {
  if (flag === null) return `only ${env.map(code).join(', ')}`;
  const negative = code(`--no-${flag.slice(2)}`);
  if (kind === 'boolean') return `${code(flag)}, ${negative}`;
  const positive = code(`${flag} <${argument ?? 'value'}>`);
  return kind === 'optional-path' ? `${positive}, ${negative}` : positive;
};

const settings = (): string =>
  table(
    ['setting', 'flag', 'default', 'what it does'],
    SETTINGS.map((setting) => {
      const known = setting.screenName === undefined ? '' : ` mParticle: *${setting.screenName}*.`;
      return [
        code(setting.name),
        flagCell(setting),
        setting.default || 'none',
        `${setting.help.replace(/\.$/, '')}${flagNote(setting)}.${known}`,
      ];
    }),
  );

const choicesOf = ({ argChoices = [] }: Option): string =>
  argChoices.length === 0 ? '' : ` (${argChoices.map(code).join(', ')})`;

const optionRows = (options: readonly Option[]): string =>
  table(
    ['option', 'default', 'what it does'],
    options.map((option) => {
      const { text, fallback } = helpOf(option);
      return [code(option.flags), fallback ?? '', `${text}${choicesOf(option)}`];
    }),
  );

const sharedBy = (command: Command, flags: ReadonlySet<string>): boolean => {
  const own = new Set(visibleOptions(command).map((option) => option.flags));
  return [...flags].every((flag) => own.has(flag));
};

/** Groups of options that a command has as a whole, and where they stand. */
const GROUPS = [
  { flags: READING_FLAGS, link: '[reading inputs](#reading-inputs)' },
  { flags: SETTINGS_FLAGS, link: '[settings](#settings)' },
] as const;

const groupsOf = (command: Command) => GROUPS.filter(({ flags }) => sharedBy(command, flags));

/** What one command has beside the groups that it shares. */
const ownOptions = (command: Command): readonly Option[] =>
  visibleOptions(command).filter((option) => !groupsOf(command).some(({ flags }) => flags.has(option.flags)));

const sharedWords = (command: Command): string => {
  const links = groupsOf(command).map(({ link }) => link);
  return links.length === 0 ? '' : `Also the options of ${links.join(' and of ')}.\n\n`;
};

const usageOf = (name: string, command: Command): string => {
  const args = command.registeredArguments.map((argument) => {
    const word = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${word}>` : `[${word}]`;
  });
  return ['mp2fb', name, ...args].join(' ');
};

const argumentRows = (command: Command): string =>
  command.registeredArguments.map((argument) => `\`${argument.name()}\`: ${argument.description}.\n\n`).join('');

const commandText = (name: string, command: Command): string => {
  const own = ownOptions(command);
  const options = own.length === 0 ? '' : `${optionRows(own)}\n`;
  return `### \`${usageOf(name, command)}\`\n\n${command.description()}\n\n${argumentRows(command)}${sharedWords(command)}${options}`;
};

const sharedOptions = (heading: string, flags: ReadonlySet<string>): string => {
  const { command } = COMMANDS.find(({ name }) => name === 'upload')!;
  return `### ${heading}\n\n${optionRows(visibleOptions(command).filter((option) => flags.has(option.flags)))}\n`;
};

const settingFlags = new Set(SETTINGS.flatMap(({ flag }) => (flag === null ? [] : [flag, `--no-${flag.slice(2)}`])));

/** Flags that say where settings come from; the settings' own flags stand in the settings table. */
const placeFlags = new Set([...SETTINGS_FLAGS].filter((flags) => !settingFlags.has(flags.split(' ')[0])));

const commands = (): string =>
  [
    ...COMMANDS.filter(({ command }) => command.commands.length === 0).map(({ name, command }) =>
      commandText(name, command),
    ),
    sharedOptions('Reading inputs', READING_FLAGS),
    sharedOptions('Where settings come from', placeFlags),
  ].join('');

const reasons = (): string => {
  const rows = (outcome: string, list: Readonly<Record<string, string>>): readonly string[][] =>
    Object.entries(list).map(([reason, hint]) => [outcome, code(reason), hint]);
  return table(
    ['outcome', 'reason', 'why, and what to do'],
    [...rows('skipped', SKIP_REASONS), ...rows('rejected', REJECT_REASONS)],
  );
};

const warnings = (): string =>
  table(
    ['warning', 'what it says'],
    Object.entries(WARNINGS).map(([name, text]) => [code(name), text]),
  );

/** Every metric is there: the time of the last success is written by a night without rejects. */
const GOOD_NIGHT = aReport({ run: { exitCode: 0 } }, NIGHT);

const metrics = (): string =>
  table(
    ['metric', 'more labels', 'what it is'],
    [...renderMetrics(GOOD_NIGHT).matchAll(/^# HELP (\w+) (.*)\n# TYPE .*\n(.*)$/gm)].map(([, name, help, sample]) => {
      const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label]) => label).slice(2);
      return [code(name), labels.map(code).join(', '), help];
    }),
  );

const summary = (): string =>
  `\`\`\`text\n${renderSummary(NIGHT, { width: SUMMARY_WIDTH, color: false }).trimEnd()}\n\`\`\`\n`;

/** Every region of the pages that is made from the program itself, by name. */
export const REGIONS: Readonly<Record<string, () => string>> = {
  settings,
  summary,
  metrics,
  reasons,
  warnings,
  commands,
};
