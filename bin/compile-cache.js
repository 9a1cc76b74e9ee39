// The cache of compiled code is in a folder that only this user can write, because the program runs what is in it.
// Anything unusual leaves the cache off; the program only starts more slowly then.
'use strict';
const { lstatSync, mkdirSync } = require('node:fs');
const nodeModule = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');

/** The folder of this user's caches; null: owner and mode say nothing here. */
const cachesFolder = () => {
  if (process.getuid === undefined) return null;
  const stated = process.env.XDG_CACHE_HOME ?? '';
  if (stated.startsWith('/')) return stated;
  const home = homedir();
  // `HOME` may be empty or relative; the current folder is not the user's home.
  if (!home.startsWith('/')) return null;
  return join(home, ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
};

/** Whether a folder is this user's, no link, and has none of these permissions. */
const isOwn = (folder, forbidden) => {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === process.getuid?.() && (stats.mode & forbidden) === 0;
};

const WRITABLE_BY_OTHERS = 0o022;
const OPEN_TO_OTHERS = 0o077;

const make = (folder) => {
  // Not `recursive`: where the system refuses in an unusual way (/proc), that does not return.
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) mkdirSync(folder, { mode: 0o700 });
};

/** A folder for the cache, made if need be; null: there is none that is safe. */
const safeFolder = () => {
  const caches = cachesFolder();
  if (caches === null || !isOwn(dirname(caches), WRITABLE_BY_OTHERS)) return null;
  make(caches);
  if (!isOwn(caches, WRITABLE_BY_OTHERS)) return null;
  const own = join(caches, 'mp2fb');
  make(own);
  return isOwn(own, OPEN_TO_OTHERS) ? own : null;
};

/** Turns the cache on for the program in this folder, unless the user has one of their own or wants none. */
exports.enableCompileCache = (program) => {
  const { NODE_COMPILE_CACHE: own, NODE_DISABLE_COMPILE_CACHE: off } = process.env;
  if (own !== undefined || off !== undefined) return;
  try {
    const folder = safeFolder();
    if (folder === null) return;
    if (nodeModule.enableCompileCache !== undefined) nodeModule.enableCompileCache(folder);
    else require('./compiled-code.js').keepCompiledCode(program, folder);
  } catch {
    // A cache that cannot be used is no reason not to start.
  }
};
