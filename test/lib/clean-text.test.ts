import { expect, test } from 'vitest';
import { cleanText } from '../../src/lib/clean-text.js';

test.each([
  ['\u200eida@example.com', 'ida@example.com'],
  ['I\u200bda', 'Ida'],
  ['\u00adIda\ufeff', 'Ida'],
  ["'10115", '10115'],
  ["'s-Hertogenbosch", 's-Hertogenbosch'],
  ["'quoted'", "'quoted'"],
  ["O'Brien", "O'Brien"],
  ['’10115', '10115'],
  ['‘00123', '00123'],
  ['="00123"', '00123'],
  ['="a ""b"""', 'a "b"'],
  ['=A1', '=A1'],
  ['\u202aida@example.com\u202c', 'ida@example.com'],
  ['\u2066Ida\u2069\ufe0f\u3164\u034f', 'Ida'],
  ['Ida\u0000\u0007\u009f', 'Ida'],
  ['a\tb\n', 'a\tb\n'],
  ['plain', 'plain'],
])('%j without its marks is %j', (text, clean) => expect(cleanText(text)).toBe(clean));
