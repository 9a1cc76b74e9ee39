// The JSON text of a manifest: comments, what is no JSON, and the place of each mistake. Not here: what it may say
// (manifest-members.ts).
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { UsageError } from '../../lib/errors.js';
import { oneLine } from '../../lib/format.js';
import { readManifest, type CsvManifest, type Path, type Report } from './manifest-members.js';

export type { CsvManifest } from './manifest-members.js';

const PLAIN_NAME = /^\w+$/;

const shownPath = (path: Path): string =>
  path
    .map((part) => (typeof part === 'string' && PLAIN_NAME.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`))
    .join('')
    .replace(/^\./, '');

/** `LINE:COLUMN` of an offset, both from 1. */
const placeOf = (text: string, offset: number): string => {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
};

/** The node at a path, or the nearest one around the place where it is missing. */
const nodeAt = (root: Node, path: Path): Node =>
  (path.length === 0 ? root : findNodeAtLocation(root, [...path])) ?? nodeAt(root, path.slice(0, -1));

/** A member that is written twice: JSON would silently take the last one. */
const checkTwins = (node: Node, path: Path, report: (twin: Node, path: Path) => void): void => {
  const names = new Set<string>();
  node.children?.forEach((child, index) => {
    const [name, value] = child.type === 'property' ? (child.children ?? []) : [];
    const key = name === undefined ? index : String(name.value);
    if (value !== undefined && typeof key === 'string' && names.size === names.add(key).size)
      report(value, [...path, key]);
    checkTwins(value ?? child, [...path, key], report);
  });
};

interface Problem {
  readonly offset: number;
  readonly text: string;
}

/** What the parser expects instead; other mistakes are no JSON in general. */
const EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a name in double quotes, or }, is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma, or the closing bracket, is expected here',
  CloseBraceExpected: 'a comma, or }, is expected here',
  CloseBracketExpected: 'a comma, or ], is expected here',
  EndOfFileExpected: 'nothing more is expected here',
  UnexpectedEndOfString: 'the closing quote of this text is missing',
  UnexpectedEndOfComment: 'the end of this comment is missing',
};

/** One mistake for each line: those behind the first are mostly its consequences. */
const syntaxProblems = (text: string, errors: readonly ParseError[]): Problem[] => {
  const byLine = new Map<string, Problem>();
  for (const { error, offset } of errors) {
    const [line = ''] = placeOf(text, offset).split(':');
    const expected = EXPECTED[printParseErrorCode(error)];
    if (!byLine.has(line))
      byLine.set(line, { offset, text: expected === undefined ? 'it is not JSON' : `it is not JSON: ${expected}` });
  }
  return [...byLine.values()];
};

const parsed = (text: string): { readonly root: Node | undefined; readonly errors: readonly ParseError[] } => {
  const errors: ParseError[] = [];
  try {
    return { root: parseTree(text, errors, { allowTrailingComma: true }), errors };
  } catch {
    // Nested deeper than the stack.
    return { root: undefined, errors };
  }
};

/**
 * Reads a manifest (mParticle's custom manifest of the CSV import and this program's members; comments and commas behind
 * the last item are allowed). `hasHeaderRow` is true when it is left out. Throws UsageError that lists every problem with
 * its line and column in the file at `path`.
 */
export const parseCsvManifest = (text: string, path: string): CsvManifest => {
  const json = text.replace(/^\ufeff/, '');
  const { root, errors } = parsed(json);
  const problems = syntaxProblems(json, errors);
  if (root === undefined && problems.length === 0) problems.push({ offset: 0, text: 'it is not JSON' });
  const report: Report = (at, message) => {
    const offset = root === undefined ? 0 : nodeAt(root, at).offset;
    problems.push({ offset, text: at.length === 0 ? message : `${shownPath(at)}: ${message}` });
  };
  if (root !== undefined && problems.length === 0)
    checkTwins(root, [], ({ offset }, at) => problems.push({ offset, text: `${shownPath(at)}: is there twice` }));
  const isJson = errors.length === 0 && root !== undefined;
  const manifest = isJson ? readManifest(getNodeValue(root), report) : null;
  if (manifest !== null && problems.length === 0) return { path, ...manifest };
  const lines = problems
    .sort((a, b) => a.offset - b.offset)
    .map((problem) => oneLine(`${path}:${placeOf(json, problem.offset)}: ${problem.text}`));
  throw new UsageError([`${path} is not a manifest:`, ...new Set(lines)].join('\n  '));
};
