// The work of the commands, loaded together when a command runs, since they share nearly all of it. Upload, which runs
// most often, is loaded without the others.
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
