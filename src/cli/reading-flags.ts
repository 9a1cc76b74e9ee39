import { Option, type Command } from 'commander';

/** Adds the flags that say how inputs are to be read. */
export const addReadingFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'how to read the inputs').choices(['auto', 'ndjson', 'csv']).default('auto'),
    )
    .option(
      '--csv-manifest <file>',
      "mParticle's custom manifest, for CSV files with their own headers (default: none)",
    )
    .option('--csv-delimiter <character>', 'delimiter of CSV files: , ; | tab or ^A (default: recognised)')
    .option(
      '--csv-group <how>',
      'rows that make one sale: adjacent, or window:N for rows up to N apart (default: adjacent)',
    )
    .option(
      '--csv-time-zone <zone>',
      'time zone of CSV times without one, such as Europe/Berlin (default: none: such times are rejected)',
    );
