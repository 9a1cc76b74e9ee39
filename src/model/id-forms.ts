// Ids travel in a conversion as they were written; each API has its own form of them, which its encoder asks for here.

/** External id as the Conversions API's newest library hashes it: lower-case, no whitespace. */
export const normaliseExternalId = (text: string): string => text.replace(/\s/g, '').toLowerCase();

/** Advertising id as the Offline Conversions API hashes it: lower-case, no whitespace. */
export const normaliseMadidForHash = (text: string): string => text.replace(/\s/g, '').toLowerCase();
