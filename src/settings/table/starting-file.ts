import { SETTINGS, settingNamed, type Setting } from './table.js';

const HEAD = `// Settings of mp2fb. Remove the // before a line to set it; all others keep their defaults.
// Flags take precedence over the environment (MP2FB_*), and the environment over this file. "mp2fb settings" shows the effective value of each.
{
  // "mp2fb settings --json-schema > mp2fb.schema.json" writes a schema with which editors check and complete this file.
  // "$schema": "./mp2fb.schema.json",
`;

const TAIL = `
  // What differs from connection to connection, chosen with --connection stores-eu.
  // "connections": { "stores-eu": { "datasetId": "260000000000027", "defaultCurrency": "EUR" } },
}
`;

const entry = ({ name, help, screenName, default: fallback, example }: Setting): string => {
  const known = screenName === undefined ? '' : ` mParticle calls it "${screenName}".`;
  const otherwise = fallback === '' ? 'none' : fallback;
  return `\n  // ${help}${known} Default: ${otherwise}.\n  // "${name}": ${JSON.stringify(example)},\n`;
};

/** A settings file that sets nothing yet and explains everything, except secrets that may be in a file of their own. */
export const startingFile = (): string =>
  HEAD +
  SETTINGS.filter(({ kind, name }) => kind !== 'secret' || settingNamed(`${name}File`) === undefined)
    .map(entry)
    .join('') +
  TAIL;
