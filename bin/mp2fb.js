#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { URL } from 'node:url';
import { enableCompileCache } from './compile-cache.js';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  enableCompileCache();
  await import(main.href);
} else {
  const { default: process } = await import('node:process');
  process.stderr.write(
    'mp2fb: this copy is not built. In its folder, run "npm ci && npm run build"; to install it, run ' +
      '"npm ci && npm pack && npm install --global ./mp2fb-*.tgz" instead of "npm install --global ."\n',
  );
  process.exitCode = 1;
}
