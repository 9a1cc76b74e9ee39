/** The door of this room. */
export { findInputs } from './find-inputs.js';
export { inputIdentityOf } from './identity.js';
export type { CsvGroup, CsvOptions, InputRef, ReadOptions } from './options.js';
export { readInput, type NumberedInput } from './read-input.js';
