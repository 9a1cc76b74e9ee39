// A Slurm of one node in a folder of its own: started, asked, stopped. What runs in it is not here.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { newFolder } from '../support/surroundings.js';

const SBIN = '/usr/sbin';
const TOOLS = ['munged', 'slurmctld', 'slurmd'].map((name) => join(SBIN, name));

/** Why no Slurm can be started here; null: it can. */
export const slurmIsAbsent = (): string | null => {
  const missing = TOOLS.filter((path) => !existsSync(path));
  if (missing.length > 0) return `${missing.join(', ')} missing: apt-get install slurm-wlm munge`;
  return process.getuid?.() === 0 ? null : 'Slurm needs root here';
};

const configuration = (folder: string, port: number): string => `ClusterName=one
SlurmctldHost=localhost
SlurmctldPort=${port}
SlurmdPort=${port + 1}
SlurmUser=root
AuthInfo=socket=${folder}/munge.socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SlurmdSpoolDir=${folder}/spool
StateSaveLocation=${folder}/state
SlurmdParameters=config_overrides
NodeName=localhost CPUs=8 RealMemory=8000
PartitionName=all Nodes=localhost Default=YES
`;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a condition holds, looking a few times a second. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await pause(200);
};

/** The state of the tasks of an array job as Slurm shows them, by index; waiting tasks may be one entry (`2,4`). */
type TaskStates = ReadonlyMap<string, string>;

export class OneNodeSlurm {
  readonly folder = newFolder();
  readonly #munged: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(port: number) {
    const at = (name: string): string => join(this.folder, name);
    chmodSync(this.folder, 0o755);
    ['spool', 'state'].forEach((name) => mkdirSync(at(name)));
    writeFileSync(at('munge.key'), randomBytes(1_024), { mode: 0o400 });
    writeFileSync(at('slurm.conf'), configuration(this.folder, port));
    this.#env = { PATH: [SBIN, process.env['PATH'] ?? ''].join(delimiter), SLURM_CONF: at('slurm.conf') };
    const files = ['key', 'socket', 'pid', 'log', 'seed'].map((kind) => `--${kind}-file=${at(`munge.${kind}`)}`);
    const args = ['--foreground', '--force', ...files].map((arg) => arg.replace('--socket-file', '--socket'));
    this.#munged = spawn(join(SBIN, 'munged'), args, { stdio: 'ignore' });
  }

  /** Resolves when the node accepts jobs. */
  static async start(): Promise<OneNodeSlurm> {
    const slurm = new OneNodeSlurm(16_000 + (process.pid % 1_000) * 2);
    await until(() => existsSync(join(slurm.folder, 'munge.socket')));
    execFileSync(join(SBIN, 'slurmctld'), { env: slurm.#env });
    execFileSync(join(SBIN, 'slurmd'), ['-N', 'localhost'], { env: slurm.#env });
    await until(async () => (await slurm.ask('sinfo', '-h', '-o', '%t')).trim() === 'idle');
    return slurm;
  }

  /** Runs a command of Slurm and gives what it prints. */
  ask(command: string, ...args: readonly string[]): Promise<string> {
    return this.askWith({}, command, ...args);
  }

  askWith(env: Readonly<Record<string, string>>, command: string, ...args: readonly string[]): Promise<string> {
    const all = { ...this.#env, ...env };
    return new Promise((resolve, reject) => {
      execFile(command, args, { cwd: this.folder, env: all }, (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(`${command} ${args.join(' ')}: ${err}`)),
      );
    });
  }

  /** A task that Slurm has forgotten is absent. */
  async tasks(job: string): Promise<TaskStates> {
    const out = await this.ask('scontrol', '--oneliner', 'show', 'job', job);
    const states = [...out.matchAll(/ArrayTaskId=(\S+) .*?JobState=(\S+)/g)];
    return new Map(states.map(([, task, state]) => [task, state]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Jobs outlive their node's daemon.
    await this.ask('scancel', '--user=root');
    await until(async () => (await this.ask('squeue', '-h')).trim() === '');
    for (const name of ['slurmctld', 'slurmd']) {
      const path = join(this.folder, `${name}.pid`);
      if (existsSync(path)) process.kill(Number(readFileSync(path, 'utf8')), 'SIGTERM');
      await until(() => !existsSync(path));
    }
    const gone = once(this.#munged, 'exit');
    this.#munged.kill('SIGTERM');
    // It writes its seed at the end.
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
