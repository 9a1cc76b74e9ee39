// The floor of any tool like this in Node.js: one core that reads lines and parses them, or csv-parse alone.
import { createReadStream } from 'node:fs';

const [kind, path] = process.argv.slice(2);

const parseLines = async () => {
  let rest = Buffer.alloc(0);
  let records = 0;
  let spent = 0n;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const started = process.hrtime.bigint();
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      JSON.parse(bytes.toString('utf8', from, end));
      records += 1;
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    spent += process.hrtime.bigint() - started;
  }
  return { records, seconds: Number(spent) / 1e9 };
};

const parseCsv = async () => {
  const { parse } = await import('csv-parse');
  const started = process.hrtime.bigint();
  let records = 0;
  const parser = createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse({ columns: false, bom: true }));
  parser.on('data', () => (records += 1));
  await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  return { records, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
};

console.log(JSON.stringify(kind === 'csv' ? await parseCsv() : await parseLines()));
