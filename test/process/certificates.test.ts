import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../support/exports.js';
import { mp2fb } from '../support/program.js';
import { reportIn, uploadArgs } from '../support/uploads.js';
import { temporaryFolder, urlOf } from '../support/surroundings.js';

const hasOpenssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A certificate that no authority has signed. */
const certify = (
  folder: string,
  name: string,
): { readonly key: Buffer; readonly cert: Buffer; readonly path: string } => {
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const what = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  execFileSync('openssl', [...what, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', path], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key), cert: readFileSync(path), path };
};

describe.runIf(hasOpenssl)('a certificate that is not trusted', () => {
  test.each([
    [
      'signed by itself',
      'localhost',
      false,
      /the certificate of localhost:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    [
      'for another name',
      'other.example',
      true,
      /the certificate of localhost:\d+ is not trusted \(ERR_TLS_CERT_ALTNAME/,
    ],
  ])('%s: exit 4 at once, NODE_EXTRA_CA_CERTS is named, nothing was sent', async (_, name, isTrusted, words) => {
    using folder = temporaryFolder();
    writeExport(join(folder.path, 'export.ndjson'), 20);
    const { key, cert, path } = certify(folder.path, name);
    let requests = 0;
    const server = createServer({ key, cert }, (_request, response) => {
      requests += 1;
      response.end();
    });
    const url = (await urlOf(server)).replace('http://127.0.0.1', 'https://localhost');
    const env = { MP2FB_ACCESS_TOKEN: 'T0KEN', ...(isTrusted ? { NODE_EXTRA_CA_CERTS: path } : {}) };
    try {
      const run = await mp2fb(uploadArgs(folder.path, url, ['--progress', 'none']), { env });
      const said = run.stderr.replaceAll(/\s+/g, ' ');
      expect([run.code, said]).toEqual([4, expect.stringMatching(words)]);
      expect(said).toContain('NODE_EXTRA_CA_CERTS');
      expect(requests).toBe(0);
      expect(reportIn(folder.path)).toMatchObject({ events: { sent: 0, unsent: 20 }, requests: { sent: 1 } });
      const again = await mp2fb(uploadArgs(folder.path, url, ['--progress', 'none']), { env });
      expect(again.code).toBe(4);
      // None of them was left with an unknown outcome.
      expect(reportIn(folder.path).warnings.map(({ code }) => code)).not.toContain('sent_unknown_again');
    } finally {
      server.close();
    }
  });
});

test('a host that cannot be found is named, with the proxy on the way', async () => {
  using folder = temporaryFolder();
  writeExport(join(folder.path, 'export.ndjson'), 20);
  const env = { MP2FB_ACCESS_TOKEN: 'T0KEN', HTTPS_PROXY: 'http://user:secret@proxy.invalid:3128' };
  const args = uploadArgs(folder.path, 'https://graph.invalid', ['--max-retries', '0', '--progress', 'none']);
  const { code, stderr } = await mp2fb(args, { env });
  const said = stderr.replaceAll(/\s+/g, ' ');
  expect(code).toBe(4);
  expect(said).toMatch(/no answer from graph\.invalid through the proxy proxy\.invalid:3128 \((ENOTFOUND|EAI_AGAIN)\)/);
  expect(said).not.toContain('secret');
});
