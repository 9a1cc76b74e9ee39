/** For the parameter errors whose texts nobody published: Facebook's own words are all there is. */
const PARAMETER =
  'Facebook finds a part of the event missing or misshapen; its words name the part. Mend the event in the rejects file and upload that file.';
const MESSAGING =
  'Facebook took this for an event of a messaging channel, which mp2fb never sends: look for custom attributes of that name (customDataExclude), or for a proxy that changes requests.';

/**
 * Why Facebook refuses a single event, by subcode of code 100. Meta publishes no list: these are the ones that people
 * met (facts: event validation), and a meaning is given only where several met the same one.
 */
export const EVENT_ADVICE: ReadonlyMap<number, string> = new Map([
  [
    1_815_356,
    "The event breaks a rule of the Offline Conversions API, which Facebook's words name. Mend the event in the rejects file and upload that file.",
  ],
  [
    2_044_011,
    'Facebook has an upload that overlaps this one, and counts the events as uploaded already: look at the upload history of the event set before they are sent again.',
  ],
  [2_804_001, PARAMETER],
  [
    2_804_003,
    'Facebook finds the event too old: store events are taken for 62 days at most. Lower maxAgeDays to hold such events back here, and upload more often.',
  ],
  [2_804_007, PARAMETER],
  [
    2_804_009,
    'A purchase needs a value: give the event a total_amount above zero, or priced products, and upload the rejects file.',
  ],
  [2_804_010, 'A purchase needs a currency: give the event a currency_code, or set defaultCurrency.'],
  [2_804_014, PARAMETER],
  [2_804_016, PARAMETER],
  [2_804_017, PARAMETER],
  [2_804_019, PARAMETER],
  [
    2_804_030,
    'The Limited Data Use flag is wanted, or incomplete: give the batch country and state attributes, and see the setting sendCcpaLimitedDataUse.',
  ],
  [
    2_804_036,
    'Facebook finds a lead id invalid, and mp2fb sends none of its own: leave out custom attributes of that name (customDataExclude).',
  ],
  [
    2_804_043,
    'Facebook took this for an event of an app, which mp2fb never sends: leave out custom attributes such as extinfo (customDataExclude).',
  ],
  [2_804_048, PARAMETER],
  [
    2_804_050,
    'Facebook finds the match keys too few or too broad: add an e-mail, a phone number or first and last name to the batch; extendedMatchKeys sends phone, state, zip and customer id too.',
  ],
  [2_804_066, MESSAGING],
  [2_804_072, MESSAGING],
  [2_804_087, MESSAGING],
]);

/** For an event that was refused with a subcode nobody has written about. */
export const REFUSED_EVENT =
  'Facebook finds a parameter invalid; its words name it. Mend the event in the rejects file and upload that file.';
