/** The door of this room. */
export { findInputs } from './find/find-inputs.js';
export { inputIdentityOf } from './find/identity.js';
export type { CsvGroup, CsvOptions, InputRef, ReadOptions } from './options.js';
export { readInput, type NumberedInput } from './read-input.js';
