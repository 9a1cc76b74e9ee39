// Properties are tried with the same values in each run of the tests, so that a change fails or passes for what it is.
// `npm run properties` draws others.

import fc from 'fast-check';

const { PROPERTY_SEED } = process.env;

fc.configureGlobal({ seed: PROPERTY_SEED === undefined ? 1 : Number(PROPERTY_SEED) });
