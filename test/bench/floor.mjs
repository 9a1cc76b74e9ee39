// The floor of any tool like this in Node.js: one core that cuts lines and parses them, or csv-parse alone.
// Prints how many records there were and how many seconds went into them; starting up is not counted.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

const NEWLINE = 10;
const READ_BYTES = 1 << 20;
const [kind, path] = process.argv.slice(2);
const source = () => createReadStream(path, { highWaterMark: READ_BYTES });
const secondsSince = (started) => Number(process.hrtime.bigint() - started) / 1e9;

/** Waiting for the disk is not counted. */
const parseLines = async () => {
  let rest = Buffer.alloc(0);
  let records = 0;
  let seconds = 0;
  for await (const chunk of source()) {
    const started = process.hrtime.bigint();
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      JSON.parse(bytes.toString('utf8', from, end));
      records += 1;
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    seconds += secondsSince(started);
  }
  return { records, seconds };
};

const parseCsv = async () => {
  const started = process.hrtime.bigint();
  let records = 0;
  const parser = source().pipe(parse({ columns: false, bom: true }));
  parser.on('data', () => (records += 1));
  await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  return { records, seconds: secondsSince(started) };
};

console.log(JSON.stringify(kind === 'csv' ? await parseCsv() : await parseLines()));
