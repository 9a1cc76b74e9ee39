import { worksWhenInstalled } from '../support/installed.js';

worksWhenInstalled('installed without development dependencies, it does its work on the Node of these tests', null);
