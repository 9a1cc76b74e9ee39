import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** One page of the documentation: README.md, or one of the manual. */
export interface Page {
  /** Relative to the project's folder. */
  readonly name: string;
  readonly text: string;
}

/** Every page, README.md first. */
export const pages = (): readonly Page[] => {
  const manual = readdirSync(new URL('src/manual/', ROOT)).filter((name) => name.endsWith('.md'));
  return ['README.md', ...manual.sort().map((name) => `src/manual/${name}`)].map((name) => ({
    name,
    text: readFileSync(new URL(name, ROOT), 'utf8'),
  }));
};

/** The text of all pages together. */
export const documentation = (): string =>
  pages()
    .map(({ text }) => text)
    .join('\n');

const regionOf = (name: string): RegExp =>
  new RegExp(`(<!-- ${name}: written by npm run docs -->\n)([^]*?)(<!-- /${name} -->)`);

/** The text between the marks of a region, wherever it is. */
export const region = (name: string): string => {
  const found = regionOf(name).exec(documentation())?.[2];
  if (found === undefined) throw new Error(`no page has the region ${name}`);
  return found;
};

/** Writes a region again in its page, as `npm run docs` asks for. */
export const writeRegion = (name: string, made: string): void => {
  for (const page of pages().filter(({ text }) => regionOf(name).test(text)))
    writeFileSync(
      new URL(page.name, ROOT),
      page.text.replace(regionOf(name), (_, start: string, _old, end: string) => `${start}${made}${end}`),
    );
};

interface Fence {
  readonly language: string;
  readonly text: string;
  /** Of its first line within the page, from 1. */
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
  const text = pages()
    .map((page) => `\n${page.text}`)
    .find((page) => page.includes(`\n${heading}\n`));
  if (text === undefined) throw new Error(`no page has the section ${heading}`);
  const level = heading.indexOf(' ');
  const body = text.slice(text.indexOf(`\n${heading}\n`) + heading.length + 2);
  const end = level === 1 ? -1 : body.search(new RegExp(`^#{2,${level}} `, 'm'));
  return end === -1 ? body : body.slice(0, end);
};

/** A Markdown table; cells may hold anything but line ends. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
};

export const code = (text: string): string => `\`${text}\``;
