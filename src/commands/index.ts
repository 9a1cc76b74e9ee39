// The work behind the commands, loaded as one chunk when a command runs: they have nearly all of it in common.
export { check } from './check/check.js';
export { printCompletion } from './completion/completion.js';
export { explain } from './explain/explain.js';
export { exportLedgers, forgetEvents, pruneLedgers, showLedgers } from './ledger/ledger.js';
export { showQuality } from './quality/quality.js';
export { listRejects } from './ledger/rejects.js';
export { draftManifest } from './manifest/manifest.js';
export { printRecipe } from './recipe.js';
export { showReports } from './report.js';
export { writeSample } from './sample.js';
export { serveSandbox } from './sandbox.js';
export { showSettings } from './settings.js';
export { upload } from './upload/upload.js';
