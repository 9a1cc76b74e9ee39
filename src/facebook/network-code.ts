// What the code of a failed connection means: whether anything can have been sent, and whether it was the certificate.

/** How undici reports a proxy that refuses to connect. */
const PROXY_REFUSAL = /^Proxy response \((\d+)\)/;
const PROXY_ANSWERS = 'the proxy answers HTTP';

/** The code that Node.js or the fetch implementation gives the failure, searched in all its causes. */
export const networkCodeOf = (error: unknown): string => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TimeoutError') return 'ETIMEDOUT';
    const [, status] = PROXY_REFUSAL.exec(at.message) ?? [];
    if (status !== undefined) return `${PROXY_ANSWERS} ${status}`;
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError && at.errors[0] instanceof Error) return networkCodeOf(at.errors[0]);
  }
  return 'network error';
};

/** Certificates that are not trusted, as Node and OpenSSL name the reasons (Node.js, TLS, X509 certificate error codes). */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|ERROR_IN_CERT|CRL_|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|CERTIFICATE_)/;

/** Whether the certificate of the peer is not trusted; then nothing was sent. */
export const isCertificateCode = (code: string): boolean => CERTIFICATE.test(code);

/** With these codes there was no connection, so nothing can have been processed. */
// prettier-ignore
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL',
  'EAFNOSUPPORT', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_PRX_TLS',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

const NEVER_CONNECTED_CALLS = new Set<unknown>(['connect', 'getaddrinfo']);

/** Whether a request failed before it was connected, as far as the error shows. */
export const isBeforeConnection = (error: unknown): boolean => {
  const code = networkCodeOf(error);
  if (NEVER_CONNECTED.has(code) || code.startsWith('EAI_') || code.startsWith(PROXY_ANSWERS)) return true;
  if (isCertificateCode(code)) return true;
  for (let at = error; at instanceof Error; at = at.cause)
    if ('syscall' in at && NEVER_CONNECTED_CALLS.has(at.syscall)) return true;
  return false;
};
