// JSON that people write: comments and trailing commas are allowed, and each mistake has its place. What the
// value means is the caller's.
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';

/** Where a value is in a document. */
export type Path = readonly (string | number)[];

/** A mistake at an offset of the text; its message contains no value. */
interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A document, as far as it could be parsed. */
interface CommentedJson {
  /** undefined: the text is not JSON. */
  readonly value: unknown;
  /** Mistakes in the text, and duplicate names, of which JSON would silently use the last one. */
  readonly faults: readonly Fault[];
  /** Where a path is in the text, or where it is missing. */
  readonly offsetOf: (path: Path) => number;
  /** `LINE:COLUMN` of an offset, both from 1. */
  readonly placeOf: (offset: number) => string;
}

const PLAIN_NAME = /^\w+$/;

/** A path as people write it: `columns[0].field`. */
export const shownPath = (path: Path): string =>
  path
    .map((part) => (typeof part === 'string' && PLAIN_NAME.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`))
    .join('')
    .replace(/^\./, '');

const placeIn = (text: string, offset: number): string => {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
};

/** The node at a path, or the nearest one around the place where it is missing. */
const nodeAt = (root: Node, path: Path): Node =>
  (path.length === 0 ? root : findNodeAtLocation(root, [...path])) ?? nodeAt(root, path.slice(0, -1));

const twinsOf = (node: Node, path: Path): readonly Fault[] => {
  const names = new Set<string>();
  return (node.children ?? []).flatMap((child, index) => {
    const [name, value] = child.type === 'property' ? (child.children ?? []) : [];
    const key = name === undefined ? index : String(name.value);
    const below = twinsOf(value ?? child, [...path, key]);
    if (value === undefined || typeof key === 'number' || names.size < names.add(key).size) return below;
    return [{ offset: value.offset, message: `${shownPath([...path, key])}: is there twice` }, ...below];
  });
};

const NOT_JSON = 'it is not JSON';
/** What was expected instead, by the parser's error; any other mistake is only "not JSON". */
const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'names and texts need double quotes',
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

/** One mistake per line, because later ones on a line are mostly consequences of the first. */
const syntaxFaults = (text: string, errors: readonly ParseError[]): readonly Fault[] => {
  const byLine = new Map<string, Fault>();
  for (const { error, offset } of errors) {
    const [line = ''] = placeIn(text, offset).split(':');
    const expected = EXPECTED[printParseErrorCode(error)];
    const message = expected === undefined ? NOT_JSON : `${NOT_JSON}: ${expected}`;
    if (!byLine.has(line)) byLine.set(line, { offset, message });
  }
  return [...byLine.values()];
};

/** If it is nested deeper than the stack allows, there is no tree. */
const treeOf = (text: string, errors: ParseError[]): Node | undefined => {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    return undefined;
  }
};

/** Reads JSON that may contain comments, trailing commas, and a byte order mark (RFC 8259, 8.1). */
export const parseJsonWithComments = (text: string): CommentedJson => {
  const json = text.replace(/^\ufeff/, '');
  const errors: ParseError[] = [];
  const root = treeOf(json, errors);
  const places = {
    offsetOf: (path: Path): number => (root === undefined ? 0 : nodeAt(root, path).offset),
    placeOf: (offset: number): string => placeIn(json, offset),
  };
  if (root !== undefined && errors.length === 0)
    return { value: getNodeValue(root), faults: twinsOf(root, []), ...places };
  const faults = syntaxFaults(json, errors);
  return { value: undefined, faults: faults.length === 0 ? [{ offset: 0, message: NOT_JSON }] : faults, ...places };
};
