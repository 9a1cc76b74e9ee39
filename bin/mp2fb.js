#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const program = join(__dirname, '..', 'dist');
const main = join(program, 'main.cjs');
if (existsSync(main)) {
  require('./compile-cache.js').enableCompileCache(program);
  require(main);
} else {
  process.stderr.write(
    'mp2fb: this copy is not built. In its folder, run "npm ci && npm run build"; to install it, run ' +
      '"npm ci && npm pack && npm install --global ./mp2fb-*.tgz" instead of "npm install --global ."\n',
  );
  process.exitCode = 1;
}
