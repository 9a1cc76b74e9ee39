// The work behind the commands that read settings, as one thing to load: they share nearly all of it.
export { check } from './check.js';
export { explain } from './explain.js';
export { exportLedgers, forgetEvents, pruneLedgers, showLedgers } from './ledgers.js';
export { loadSettings } from './settings/load.js';
export { startingFile } from './settings/starting-file.js';
export { showReports } from './show-reports.js';
export { upload } from './upload.js';
