// A step of `npm run build`, not a part of the program. Removes the declarations that the library's public types do not need: the package has no others.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, URL } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const IMPORTED = /(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g;

/** Every declaration that is reached from one, itself included. */
const reached = (path, found = new Set()) => {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(IMPORTED))
    reached(join(dirname(path), `${name}.d.ts`), found);
  return found;
};

const needed = reached(join(DIST, 'index.d.ts'));
for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && path.endsWith('.d.ts') && !needed.has(path)) rmSync(path);
}
for (const folder of readdirSync(DIST, { withFileTypes: true }))
  if (folder.isDirectory() && ![...needed].some((path) => path.startsWith(join(DIST, folder.name))))
    rmSync(join(DIST, folder.name), { recursive: true });
