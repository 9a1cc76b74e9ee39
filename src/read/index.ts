/** The public functions of this folder. */
export { findInputs } from './find/find-inputs.js';
export { inputIdentityOf, snapshotOf } from './find/identity.js';
export type { InputRef, ReadOptions } from './options.js';
export { readInput, unreadState, type NumberedInput, type ReadEnd } from './read-input.js';
