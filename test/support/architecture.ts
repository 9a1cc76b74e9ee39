import { dirname, join, normalize } from 'node:path/posix';
import { parseSync, Visitor } from 'oxc-parser';

/** Source texts by path from the project's folder, as `src/transform/map/time.ts`. */
export type Sources = ReadonlyMap<string, string>;

const MAX_LINES = 250;
/** The law: a folder imports itself and folders of lower floors; folders of one floor do not import one another. */
const FLOORS: readonly (readonly string[])[] = [
  ['lib'],
  ['model'],
  ['read', 'transform', 'facebook', 'ledger', 'settings', 'report', 'sandbox', 'sample'],
  ['send'],
  ['run'],
  ['commands', 'library'],
  ['cli'],
];
/** The only files directly in src/; they may import every folder. */
const TOP_FILES = new Set(['src/main.ts', 'src/index.ts', 'src/this-process.ts']);
const ENTRY = 'src/main.ts';
const PROCESS_FACTS = 'src/this-process.ts';
/** Files that may touch the process: the entry, and the facts (pid, version) that the library needs as well. */
const PROCESS_FILES = new Set([ENTRY, PROCESS_FACTS]);
const PROCESS_MODULES = new Set(['node:process', 'process']);
const GLOBALS = new Set(['process', 'console']);

/** The folder a file belongs to; null: the file is directly in src/. */
const folderOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null;

const floorOf = (folder: string): number => FLOORS.findIndex((folders) => folders.includes(folder));

/** The folders that a folder may import. */
const mayImport = (folder: string): readonly string[] => [...FLOORS.slice(0, floorOf(folder)).flat(), folder];

interface Facts {
  readonly modules: readonly string[];
  readonly globals: readonly string[];
}

/** Every module that a file imports (types and dynamic imports too), and the process globals that it uses. */
const factsOf = (path: string, text: string): Facts => {
  const { program, module } = parseSync(path, text);
  const globals: string[] = [];
  new Visitor({
    MemberExpression: ({ object }) => {
      if (object.type === 'Identifier' && GLOBALS.has(object.name)) globals.push(object.name);
    },
  }).visit(program);
  const modules = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries[0]?.moduleRequest?.value ?? []),
    ...module.dynamicImports.flatMap(
      ({ moduleRequest: { start, end } }) => /^'(.*)'$/.exec(text.slice(start, end))?.[1] ?? [],
    ),
  ];
  return { modules, globals };
};

/** Path of the source file that a relative module name means (AssemblyScript's have no ending); null for a package. */
const targetOf = (path: string, module: string): string | null =>
  module.startsWith('.') ? normalize(join(dirname(path), module)).replace(/(?:\.js)?$/, '.ts') : null;

const targetsOf = (path: string, facts: Facts): readonly string[] =>
  facts.modules.flatMap((module) => targetOf(path, module) ?? []);

const importFault = (path: string, target: string, sources: Sources): string | null => {
  const says = `${path} imports ${target}`;
  if (!sources.has(target)) return `${says}: there is no such file`;
  if (target === ENTRY) return `${says}: nothing imports the entry of the program`;
  const folder = folderOf(path);
  // Every folder may use the name and version of the package and the facts of the process.
  if (folder === null || target === PROCESS_FACTS) return null;
  const found = folderOf(target) ?? 'src';
  if (mayImport(folder).includes(found)) return null;
  return `${says}: "${folder}" may import only ${mayImport(folder).join(', ')}; move what both need down, or what joins them up`;
};

const placeFaults = (path: string): readonly string[] => {
  const folder = folderOf(path);
  if (folder === null)
    return TOP_FILES.has(path) ? [] : [`${path}: only ${[...TOP_FILES].join(', ')} are directly in src/`];
  return floorOf(folder) === -1 ? [`${path}: the folder "${folder}" is not in the table of floors`] : [];
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
  return lines > MAX_LINES ? [`${path} has ${lines} lines: split a file above ${MAX_LINES}`] : [];
};

/** A sentence for each cycle that a walk along the imports finds, with its files as `a → b → a`. */
const cyclesIn = (imports: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) found.push(`imports form a cycle: ${[...trail.slice(start), path].join(' → ')}`);
    if (start !== -1 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  [...imports.keys()].forEach((path) => walk(path, []));
  return found;
};

/** Everything in the sources that breaks the law of the layout; one sentence each, which says what to do. */
export const violationsIn = (sources: Sources): readonly string[] => {
  const files = [...sources].map(([path, text]) => ({ path, text, facts: factsOf(path, text) }));
  const imports = new Map(files.map(({ path, facts }) => [path, targetsOf(path, facts)]));
  const faults = files.flatMap(({ path, text, facts }) => [
    ...targetsOf(path, facts).flatMap((target) => importFault(path, target, sources) ?? []),
    ...placeFaults(path),
    ...processFaults(path, facts),
    ...lengthFaults(path, text),
  ]);
  return [...faults, ...cyclesIn(imports)];
};
