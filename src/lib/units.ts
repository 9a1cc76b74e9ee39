/** Time units by name, so that no other file repeats the numbers. */
export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_DAY = 86_400_000;
/** The last time that JavaScript's dates can express. */
export const LAST_DATE_MS = 8_640_000_000_000_000;
export const SECONDS_PER_HOUR = 3_600;
export const SECONDS_PER_DAY = 86_400;
