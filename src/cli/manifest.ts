import { Command } from 'commander';
import type { ManifestFlags } from '../commands/manifest/manifest.js';
import type { Ports } from '../commands/ports.js';

const NOTES = `
A comment on each line of the draft says how certain it is. For what the file does not say there is a commented-out line
with the choices: remove the // to use it. The draft contains headers of the file, but no cells except common words such
as "Sale" or "Storno".

Examples:
  mp2fb manifest till.csv                            print a draft
  mp2fb manifest till.csv --output manifest.json     write it to a file
  mp2fb check till.csv --csv-manifest manifest.json  try it
  mp2fb manifest --json-schema                       the JSON Schema of manifests, for editors`;

/** `mp2fb manifest FILE`: drafts the manifest of a file with its own headers or paths. */
export const manifestCommand = (ports: Ports): Command =>
  new Command('manifest')
    .description('Draft the manifest of a CSV file, or of a table export as JSON, from its first rows.')
    .argument('[file]', 'a CSV file, a table export as JSON (one object per row), or - for stdin')
    .option('-o, --output <file>', 'write the draft to this file (default: stdout)')
    .option('--csv-delimiter <character>', 'delimiter of the file: , ; | tab or ^A (default: recognised)')
    .option(
      '--csv-time-zone <zone>',
      'time zone of the times in the file, such as Europe/Berlin (default: the zone of this computer)',
    )
    .option('--json-schema', 'print the JSON Schema of manifests, for editors (default: off)')
    .addHelpText('after', NOTES)
    .action(async (file: string | undefined, flags: ManifestFlags) => {
      const { draftManifest } = await import('../commands/index.js');
      await draftManifest(file, flags, ports);
    });
