// A peer that acknowledges everything and looks at nothing, so that the uploader is what is measured.
import { createServer } from 'node:http';

const latencyMs = Number(process.argv[2] ?? 0);
const MARK = Buffer.from('"event_time":');

const eventsIn = (body) => {
  let count = 0;
  for (let at = body.indexOf(MARK); at !== -1; at = body.indexOf(MARK, at + MARK.length)) count += 1;
  return count;
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const cameAt = performance.now();
    const body = JSON.stringify({ events_received: eventsIn(Buffer.concat(chunks)), messages: [], fbtrace_id: 'T' });
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    // Counting is part of the distance, as a real peer's work is.
    if (latencyMs > 0) setTimeout(answer, latencyMs - (performance.now() - cameAt));
    else answer();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

// Whoever started this holds its stdin: when they are gone, so is this.
process.stdin.resume().on('end', () => process.exit());
