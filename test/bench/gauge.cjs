// Loaded into a measured process: says at its end, on file descriptor 3, what the run cost. CommonJS: a module to import
// would start the loader of ES modules in each worker thread, which the program alone does not.
'use strict';
// oxlint-disable-next-line typescript/no-require-imports
const { readFileSync, writeSync } = require('node:fs');
// oxlint-disable-next-line typescript/no-require-imports
const { isMainThread } = require('node:worker_threads');

const BYTES_PER_KIB = 1024;
const BYTES_PER_MB = 1e6;
const SAMPLE_MS = 50;

const megabytes = (kib) => (kib * BYTES_PER_KIB) / BYTES_PER_MB;

/** A line of the kernel's account of this process, in KiB; null where there is none. */
const statusKib = (name) => {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return null;
  }
};

if (isMainThread) {
  // The kernel keeps no mark of the memory that is the program's own (without mapped files), so it is sampled.
  let ownKib = statusKib('RssAnon');
  const sample = () => (ownKib = ownKib === null ? null : Math.max(ownKib, statusKib('RssAnon')));
  setInterval(sample, SAMPLE_MS).unref();
  process.on('exit', () => {
    sample();
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    // On Linux `maxRSS` starts at what the parent had in use when it forked; the kernel's mark of this program does not.
    const memoryMb = megabytes(statusKib('VmHWM') ?? maxRSS);
    const ownMb = ownKib === null ? null : megabytes(ownKib);
    writeSync(3, JSON.stringify({ memoryMb, ownMb, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
}
