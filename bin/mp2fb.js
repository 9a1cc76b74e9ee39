#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { URL } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  const { default: process } = await import('node:process');
  process.stderr.write('mp2fb: not built yet: run "npm run build" in the folder of the program\n');
  process.exitCode = 1;
}
