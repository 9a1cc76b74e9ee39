/** As many days as every month has. */
const SAFE_DAYS = 28;

/** Whether the calendar has a date (`2026-02-30`: no), which `Date.parse` does not ask: it goes on into the next month. */
export const isDate = (date: string): boolean => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return day <= SAFE_DAYS || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
};
