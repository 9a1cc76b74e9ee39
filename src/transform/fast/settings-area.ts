// The settings of a run in the module's memory (its twin, with the same places: assembly/settings.ts), and which settings
// the fast path does not know.
import { FORWARDED_ACTIONS, MATCH_KEY_NAMES } from '../../model/conversion.js';
import type { MappingSettings } from '../../model/settings.js';
import { keyStrength } from '../map/match-keys.js';
import { usualTimes } from '../map/time.js';

const KEY_STRENGTHS_AT = 4096;
const ACTIONS_AT = 8192;
const ACTION_BYTES = 512;
const EVENT_NAME_AT = 64;
/** With its length before it, an event name fills the rest of an action's bytes. */
const LONGEST_EVENT_NAME = 255;

/** Bits for the people to flag: those who opted out, and all others. */
const FLAGGED = { never: 0, 'when-opted-out': 1, always: 3 } as const;

const ENVIRONMENT = 'production';

/** The JSON of Facebook's name for the event of each action, in the order of `FORWARDED_ACTIONS`. */
export type EventNames = readonly string[];

/** Why the fast path is off for a run with these settings; null: it is on. */
export const unsupportedSetting = (settings: MappingSettings, names: EventNames): string | null => {
  const { emailType, phoneType, extendedMatchKeys, environments, customerSegmentation } = settings;
  if (emailType !== 'email') return 'the setting emailType';
  if (extendedMatchKeys && phoneType !== 'mobile_number') return 'the setting phoneType';
  if (!environments.includes(ENVIRONMENT)) return `environments without ${ENVIRONMENT}`;
  if (typeof customerSegmentation === 'string') return 'the setting customerSegmentation';
  return names.some((name) => Buffer.byteLength(name) > LONGEST_EVENT_NAME) ? 'long names in eventNames' : null;
};

const writeText = (area: Buffer, text: string, at: number): void => {
  area[at] = area.write(text, at + 1);
};

/** Writes the settings into their area, which is all 0 before. */
export const writeSettings = (area: Buffer, settings: MappingSettings, names: EventNames): void => {
  const { earliestMs, latestMs } = usualTimes(settings);
  area.writeDoubleLE(earliestMs, 0);
  area.writeDoubleLE(latestMs, 8);
  const numbers = [
    Number(settings.api === 'conversions'),
    Number(settings.extendedMatchKeys),
    Number(settings.hashMadid),
    FLAGGED[settings.sendCcpaLimitedDataUse],
    Number(settings.unflaggableOptOut === 'reject'),
  ];
  numbers.forEach((number, index) => area.writeUInt32LE(number, 16 + 4 * index));
  for (let mask = 0; mask < 1 << MATCH_KEY_NAMES.length; mask += 1)
    area[KEY_STRENGTHS_AT + mask] = Number(keyStrength(mask) === 'sufficient');
  FORWARDED_ACTIONS.forEach((action, index) => {
    const at = ACTIONS_AT + index * ACTION_BYTES;
    writeText(area, action, at);
    writeText(area, names[index] ?? '', at + EVENT_NAME_AT);
  });
};
