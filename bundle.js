// A step of `npm run build`: bundles the program, the library and the script of its worker threads. The program is CommonJS,
// which Node.js starts with a fifth less work than the same code as ES modules. Packages that only some runs load stay packages.
import { build } from 'rolldown';

const bundle = (input, format, extension) => ({
  input,
  external: ['lmdb', 'undici', 'luxon', 'jsonc-parser', '@aws-sdk/client-s3'],
  platform: 'node',
  // commander starts commands with it that are programs of their own; here is none.
  resolve: { alias: { 'node:child_process': false } },
  transform: { target: 'node20.19' },
  output: {
    dir: 'dist',
    format,
    exports: 'named',
    // Code that V8 kept from an earlier run cannot import on Node.js 20.
    dynamicImportInCjs: false,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name]-[hash].${extension}`,
    comments: { legal: true, annotation: false, jsdoc: false },
    // A `const` outside of functions is checked at each use: does it have its value yet?
    topLevelVar: true,
    // The engine reads a text of one byte a character with less work (but for `String.raw`, which cannot be escaped).
    charset: 'ascii',
  },
});

await build([
  bundle('src/main.ts', 'cjs', 'cjs'),
  bundle('src/index.ts', 'esm', 'js'),
  bundle('src/transform/transform-worker.ts', 'cjs', 'cjs'),
  // Loaded only with the first phone number that needs it: one file loads three times as fast as the package's seventy.
  bundle({ libphonenumber: 'libphonenumber-js/max' }, 'cjs', 'cjs'),
]);
