import { join } from 'node:path';
import { build } from 'rolldown';
import { ROOT } from './program.js';

/** The packages and modules of Node.js that are loaded together with a file; what is imported later does not count. */
export const staticImportsOf = async (path: string): Promise<readonly string[]> => {
  const { output } = await build({ input: join(ROOT, path), external: /^[^./]/, platform: 'node', write: false });
  const loaded = new Set([output[0].fileName]);
  for (const name of loaded)
    for (const chunk of output)
      if (chunk.type === 'chunk' && chunk.fileName === name) chunk.imports.forEach((other) => loaded.add(other));
  const files = output.map(({ fileName }) => fileName);
  return [...loaded].filter((name) => !files.includes(name)).sort();
};
