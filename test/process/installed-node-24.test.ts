import { worksWhenInstalled } from '../support/installed.js';

worksWhenInstalled('installed without development dependencies, it does its work on Node 24', 24);
