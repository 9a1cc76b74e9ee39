import { Argument, Command } from 'commander';
import type { Ports } from '../commands/ports.js';
import { oneOf } from './values.js';

/** The files of src/recipes with what each is for. */
export const RECIPES: Readonly<Record<string, string>> = {
  crontab: 'a nightly upload by cron, with a ping at its end',
  'mp2fb.service': 'a nightly upload by systemd, confined to its folders',
  'mp2fb.timer': 'the timer that starts mp2fb.service',
  'logrotate.conf': 'rotation of the log that the crontab writes',
  'alerts.yml': 'Prometheus alerts over the metrics of --metrics',
  Dockerfile: 'a container image of the program',
  'kubernetes.yaml': 'a backfill as an Indexed Job of Kubernetes',
  'aws-batch.sh': 'a backfill as an array job of AWS Batch',
  'slurm.sh': 'a backfill as a job array of Slurm',
  'parallel.sh': 'a backfill in several processes of one machine, by GNU parallel',
};

const NAMES = Object.keys(RECIPES);

const EXAMPLES = `
Examples:
  mp2fb recipe                                           the names, and what each is for
  mp2fb recipe mp2fb.service > /etc/systemd/system/mp2fb.service
  mp2fb recipe slurm.sh > slurm.sh                       then adapt folders and ids, and: sbatch slurm.sh`;

/** `mp2fb recipe [NAME]`: files to copy, for schedulers, containers and monitoring. */
export const recipeCommand = (ports: Ports): Command =>
  new Command('recipe')
    .description('Print a file to copy: a crontab, systemd units, a Dockerfile, job scripts, alerts.')
    .addArgument(
      new Argument('[name]', 'which recipe; without it, their names').choices(NAMES).argParser(oneOf('recipe', NAMES)),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined) => {
      const { printRecipe } = await import('../commands/index.js');
      await printRecipe(name, RECIPES, ports);
    });
