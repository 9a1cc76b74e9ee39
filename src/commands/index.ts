// The implementations of the commands. They share nearly all of their code, so they are loaded together, except upload,
// which runs most often and is loaded alone.
export { check } from './check/check.js';
export { printCompletion } from './completion/completion.js';
export { explain } from './explain/explain.js';
export { exportLedgers, forgetEntries, listRejects, markHeldSent, pruneLedgers, showLedgers } from './ledger/ledger.js';
export { showQuality } from './quality/quality.js';
export { draftManifest } from './manifest/manifest.js';
export { printRecipe } from './recipe.js';
export { showReports } from './report.js';
export { writeSample } from './sample.js';
export { serveSandbox } from './sandbox.js';
export { showSettings } from './settings.js';
