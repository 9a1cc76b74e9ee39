import { everyFault, FAULTS } from '../support/faults.js';

everyFault('every fault with lost answers: only what they carried comes twice', [...FAULTS, 'process-then-reset'], 1);
