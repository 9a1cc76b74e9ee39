import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

/** Source texts by path from the project's folder, as `src/map/time.ts`. */
export type Sources = ReadonlyMap<string, string>;

const MOST_LINES = 250;
const SHARED = ['model', 'lib'];
/** The folder that knows all rooms, as the files directly in src/ do. */
const COMMANDS = 'cli';
const ENTRY = 'src/main.ts';
/** Files that may touch the process: the entry, and the facts (pid, version) that the library needs as well. */
const PROCESS_FILES = new Set([ENTRY, 'src/this-process.ts']);
const PROCESS_MODULES = new Set(['node:process', 'process']);
const GLOBALS = new Set(['process', 'console']);

/** The room a file belongs to; null: it lies directly in src/. */
const roomOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null;

/** What each room may import, in words for people. */
const mayImport = (room: string): readonly string[] =>
  room === 'lib' ? ['lib'] : room === 'model' ? ['model', 'lib'] : [...SHARED, room];

interface Facts {
  readonly modules: readonly string[];
  readonly globals: readonly string[];
}

const specifierOf = (node: ts.Node): ts.Expression | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  const isImportCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImportCall ? node.arguments[0] : undefined;
};

const isUse = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent)) &&
  node.parent.expression === node;

/** Every module that a file imports (types and dynamic imports too), and the process globals that it uses. */
const factsOf = (path: string, text: string): Facts => {
  const modules: string[] = [];
  const globals: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) modules.push(specifier.text);
    if (ts.isIdentifier(node) && GLOBALS.has(node.text) && isUse(node)) globals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return { modules, globals };
};

/** Path of the source file that a relative module name means; null for a package. */
const targetOf = (path: string, module: string): string | null =>
  module.startsWith('.') ? normalize(join(dirname(path), module)).replace(/\.js$/, '.ts') : null;

const targetsOf = (path: string, facts: Facts): readonly string[] =>
  facts.modules.flatMap((module) => targetOf(path, module) ?? []);

const importFault = (path: string, target: string, sources: Sources): string | null => {
  const says = `${path} imports ${target}`;
  if (!sources.has(target)) return `${says}: there is no such file`;
  if (target === ENTRY) return `${says}: nothing imports the entry of the program`;
  const room = roomOf(path);
  if (room === null || room === COMMANDS) return null;
  const allowed = mayImport(room);
  const found = roomOf(target) ?? 'src';
  if (allowed.includes(found)) return null;
  return `${says}: "${room}" may import only ${allowed.join(', ')}; what two rooms share belongs in model or lib, what joins them in src/ or cli`;
};

const processFaults = (path: string, { modules, globals }: Facts): readonly string[] => {
  if (PROCESS_FILES.has(path)) return [];
  const imported = modules.filter((module) => PROCESS_MODULES.has(module));
  return [...new Set([...imported, ...globals])].map(
    (name) => `${path} uses ${name}: only main.ts touches the process; take streams, env, signals as arguments`,
  );
};

const lengthFaults = (path: string, text: string): readonly string[] => {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > MOST_LINES ? [`${path} has ${lines} lines: above ${MOST_LINES} a file wants to be two`] : [];
};

/** One circle for each way back found in a walk along the imports, as `a → b → a`. */
const circles = (imports: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) found.push(`imports go in a circle: ${[...trail.slice(start), path].join(' → ')}`);
    if (start !== -1 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  [...imports.keys()].forEach((path) => walk(path, []));
  return found;
};

/** Everything in the sources that breaks the law of the house; one sentence each, which says what to do. */
export const violationsIn = (sources: Sources): readonly string[] => {
  const files = [...sources].map(([path, text]) => ({ path, text, facts: factsOf(path, text) }));
  const imports = new Map(files.map(({ path, facts }) => [path, targetsOf(path, facts)]));
  const faults = files.flatMap(({ path, text, facts }) => [
    ...targetsOf(path, facts).flatMap((target) => importFault(path, target, sources) ?? []),
    ...processFaults(path, facts),
    ...lengthFaults(path, text),
  ]);
  return [...faults, ...circles(imports)];
};
