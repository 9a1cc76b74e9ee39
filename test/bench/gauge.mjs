// Loaded into a measured process: says at its end, on file descriptor 3, what the run cost.
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const BYTES_PER_KIB = 1024;
const BYTES_PER_MB = 1e6;

// On Linux `maxRSS` starts at what the parent had in use when it forked; the kernel's mark of this program alone does not.
const peakKib = () => {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
};

if (isMainThread)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const memoryMb = (peakKib() * BYTES_PER_KIB) / BYTES_PER_MB;
    writeSync(3, JSON.stringify({ memoryMb, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
  });
