// Prints how phone numbers of all countries are read: `npm run phones`, or `npm run phones -- 40` for more numbers of each.
import { isWrong, phoneOutcomes, SPELLINGS } from './spellings.js';

const outcomes = phoneOutcomes(Number(process.argv[2] ?? '1'));

const rowOf = (spelling: string, given: boolean): readonly (string | number)[] => {
  const rows = outcomes.filter((outcome) => outcome.spelling === spelling && outcome.given === given);
  const leftOut = rows.filter(({ read }) => read === null).length;
  const wrong = rows.filter(isWrong).length;
  return [spelling, given ? 'given' : 'not given', wrong, leftOut, rows.length - wrong - leftOut];
};

console.log('| spelling | country | wrong | left out | right |\n| --- | --- | --- | --- | --- |');
for (const given of [true, false])
  for (const spelling of Object.keys(SPELLINGS)) console.log(`| ${rowOf(spelling, given).join(' | ')} |`);
for (const { spelling, country, given, text, wanted, read } of outcomes.filter(isWrong))
  console.log(
    `wrong: ${country} (${given ? '' : 'not '}given), ${spelling}: ${text} is ${wanted}, read as ${String(read)}`,
  );
