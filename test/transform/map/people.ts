import type { Batch, IdentityType, ReservedAttribute } from '../../../src/model/batch.js';

export interface Person {
  identities?: Partial<Record<IdentityType, string>>;
  attributes?: Partial<Record<ReservedAttribute, string>>;
  apple?: string | null;
  google?: string | null;
  saleOptOut?: Batch['saleOptOut'];
}

/** A batch of one person; what is not given is unknown. */
export const batchAbout = (person: Person): Batch => ({
  environment: 'production',
  source: 'feed',
  blocked: false,
  identities: new Map(Object.entries(person.identities ?? {}) as [IdentityType, string][]),
  attributes: new Map(Object.entries(person.attributes ?? {}) as [ReservedAttribute, string][]),
  userAttributes: null,
  appleAdvertisingId: person.apple ?? null,
  googleAdvertisingId: person.google ?? null,
  saleOptOut: person.saleOptOut ?? null,
  events: [],
});
