// For Node.js 20, which has no cache of compiled code: keeps what V8 compiled of the program's own files.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const nodeModule = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const DIGEST_BYTES = 32;

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Compiled code, kept after its digest, because V8 would run damaged code; undefined: there is none that is whole. */
const readCode = (path) => {
  try {
    const file = readFileSync(path);
    const code = file.subarray(DIGEST_BYTES);
    return sha256(code).equals(file.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
};

const writeCode = (path, code) => {
  // Other processes may read and write the same file, so it appears whole.
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, Buffer.concat([sha256(code), code]), { mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
};

/**
 * Loads the .cjs files of the program's folder with their compiled code from the cache's folder. What was not there is
 * written at the end of the run: V8 compiles a function when it is called for the first time.
 */
exports.keepCompiledCode = (program, cache) => {
  const compiled = [];
  // Also known as `require.extensions`: deprecated, but Node.js 20, which needs this file, will not lose it.
  const { _extensions: loaders } = nodeModule;
  loaders['.cjs'] = (module, path) => {
    if (dirname(path) !== program) return loaders['.js'](module, path);
    const source = readFileSync(path);
    // V8 itself compares no more of a source than its length. The code also has its path, which an error's stack shows.
    const place = join(cache, sha256(process.version, process.arch, path, source).toString('hex'));
    const cachedData = readCode(place);
    const script = new Script(nodeModule.wrap(source.toString()), { filename: path, cachedData });
    if (cachedData === undefined || script.cachedDataRejected === true) compiled.push({ script, place });
    const load = script.runInThisContext();
    load.call(module.exports, module.exports, nodeModule.createRequire(path), module, path, program);
  };
  process.on('exit', () => {
    try {
      for (const { script, place } of compiled) writeCode(place, script.createCachedData());
    } catch {
      // The folder was replaced, or cannot be entered: the run is complete without a cache.
    }
  });
};
