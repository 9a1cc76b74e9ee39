import { readFileSync, writeFileSync } from 'node:fs';

const README = new URL('../../README.md', import.meta.url);

export const readme = (): string => readFileSync(README, 'utf8');

const regionOf = (name: string): RegExp =>
  new RegExp(`(<!-- ${name}: written by the documentation test -->\n)([^]*?)(<!-- /${name} -->)`);

/** What stands in the README between the marks of a region. */
export const region = (name: string): string => {
  const found = regionOf(name).exec(readme())?.[2];
  if (found === undefined) throw new Error(`README.md has no region ${name}`);
  return found;
};

/** Writes a region anew, as `UPDATE=1` asks for. */
export const writeRegion = (name: string, text: string): void =>
  writeFileSync(
    README,
    readme().replace(regionOf(name), (_, start: string, _old, end: string) => `${start}${text}${end}`),
  );

export interface Fence {
  readonly language: string;
  readonly text: string;
  /** Of its first line within the README, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text. */
export const fences = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ 1: language, 2: text, index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split('\n').length + 1,
  }));

/** The text of a section, from its heading to the next one of the same or a higher level. */
export const section = (heading: string): string => {
  const [start, level] = [readme().indexOf(`\n${heading}\n`), heading.indexOf(' ')];
  if (start === -1) throw new Error(`README.md has no section ${heading}`);
  const body = readme().slice(start + heading.length + 2);
  const end = body.search(new RegExp(`^#{2,${level}} `, 'm'));
  return end === -1 ? body : body.slice(0, end);
};

/** A Markdown table; cells may hold anything but line ends. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
};

export const code = (text: string): string => `\`${text}\``;
