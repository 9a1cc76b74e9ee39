import { createHash } from 'node:crypto';

/** Where events are sent: each destination has a ledger of its own. */
export interface Destination {
  readonly baseUrl: string;
  readonly api: string;
  /** Offline event set or dataset. */
  readonly id: string;
}

/** A base URL in canonical form, without user name and password, so that a destination has only one name. */
const plainBaseUrl = (baseUrl: string): string => {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { protocol, host, pathname } = new URL(baseUrl);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
};

/** The destination in canonical form. */
export const plainDestination = ({ baseUrl, api, id }: Destination): Destination => ({
  baseUrl: plainBaseUrl(baseUrl),
  api,
  id,
});

/** Name of a destination's folder: 32 hex digits. */
export const folderName = (destination: Destination): string => {
  const { baseUrl, api, id } = plainDestination(destination);
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, api, id]))
    .digest('hex')
    .slice(0, 32);
};
