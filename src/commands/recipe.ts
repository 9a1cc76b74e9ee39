import { readFile } from 'node:fs/promises';
import { print } from '../lib/output-stream.js';
import { packageFile } from '../this-process.js';
import type { Ports } from './ports.js';

/** Prints one recipe of the package, or, without a name, the names of all with what each is for. */
export const printRecipe = async (
  name: string | undefined,
  recipes: Readonly<Record<string, string>>,
  { stdout }: Pick<Ports, 'stdout'>,
): Promise<void> => {
  if (name !== undefined) return print(await readFile(packageFile(`src/recipes/${name}`), 'utf8'), stdout);
  const width = Math.max(...Object.keys(recipes).map((one) => one.length));
  const lines = Object.entries(recipes).map(([one, purpose]) => `${one.padEnd(width)}  ${purpose}\n`);
  await print(lines.join(''), stdout);
};
