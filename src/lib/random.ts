const STEP = 0x9e3779b9;
const TWO_TO_32 = 2 ** 32;

/** Seeded chance (splitmix32): 32 bits with each call, the same ones for the same seed. Not for secrets. */
export const seededBits = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
};

/** The same as numbers from 0 to less than 1, to replace `Math.random`. */
export const seededRandom = (seed: number): (() => number) => {
  const bits = seededBits(seed);
  return () => bits() / TWO_TO_32;
};
