import { everyFault, FAULTS } from '../support/faults.js';

everyFault('every fault without lost answers: nothing twice', FAULTS, 0);
