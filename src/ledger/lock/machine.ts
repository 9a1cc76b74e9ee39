import { readFileSync, readlinkSync } from 'node:fs';

/** Identifies a machine and its process namespace. Empty if the system does not say. */
export interface Machine {
  readonly host: string;
  /** Changes with every start of the machine. */
  readonly boot: string;
  /** The set of visible processes: containers on one machine have different processes with the same numbers. */
  readonly processes: string;
}

const orEmpty = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    // Only Linux has these files; elsewhere only the heartbeat counts.
    return '';
  }
};

/** This machine, under this host name. */
export const thisMachine = (host: string): Machine => ({
  host,
  boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')),
  processes: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
});

/** The namespace that Linux starts with (PROC_PID_INIT_INO in include/linux/proc_ns.h). */
const FIRST_PROCESSES = 'pid:[4026531836]';

/** Whether other processes may have this process's number, because it has a namespace of its own. */
export const isContainer = (): boolean => {
  const { processes } = thisMachine('');
  return processes !== '' && processes !== FIRST_PROCESSES;
};

/** Fields after the command name, which may contain spaces and parentheses (proc(5), /proc/pid/stat). */
const FIELDS_BEFORE_START = 19;

/** A zombie: ended, but listed until its parent reads its status, which in a container may be never. */
const ENDED_STATES = ['Z', 'X'];

/** When a process started, in ticks since the machine did; `ended` for a zombie; empty if the system does not say. */
export const processStart = (pid: number): string =>
  orEmpty(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ENDED_STATES.includes(fields[0] ?? '') ? 'ended' : (fields[FIELDS_BEFORE_START] ?? '');
  });
