// The settings of the mapping: names, defaults, help. Their checks: schema.ts.

import { IDENTITY_TYPES } from '../../model/batch.js';
import { FORWARDED_ACTIONS } from '../../model/conversion.js';
import { LDU_POLICIES } from '../../model/settings.js';
import { DEFAULTS, ENVIRONMENTS, MAX_AGE_DAYS, PII_GUARDS, UNFLAGGABLE_POLICIES } from './limits.js';
import { rows } from './setting.js';

/** Which events are forwarded, and how. */
// prettier-ignore
export const MAPPING_ROWS = rows([
  {
    name: 'sendCcpaLimitedDataUse', kind: 'choice', argument: 'when', example: 'when-opted-out',
    choices: LDU_POLICIES,
    default: DEFAULTS.sendCcpaLimitedDataUse,
    help: `When to send the Limited Data Use flag: ${LDU_POLICIES.join(', ')}.`,
    screenName: 'Send CCPA Limited Data Use',
  },
  {
    name: 'unflaggableOptOut', kind: 'choice', argument: 'what', example: 'reject',
    choices: UNFLAGGABLE_POLICIES,
    default: DEFAULTS.unflaggableOptOut,
    help: 'What to do with events of people who opted out if the flag cannot be sent: send or reject.',
  },
  {
    name: 'emailType', kind: 'text', argument: 'type', example: 'email', choices: IDENTITY_TYPES,
    default: DEFAULTS.emailType,
    help: 'User identity type to send as the e-mail; only email is hashed, other types are forwarded unchanged.',
    expects: 'an mParticle user identity type such as email, customer_id or other',
    screenName: 'Email Type',
  },
  {
    name: 'phoneType', kind: 'text', argument: 'type', example: 'mobile_number', choices: IDENTITY_TYPES,
    default: DEFAULTS.phoneType,
    help: 'User identity type to send as the phone (with extendedMatchKeys); only mobile_number is normalised and hashed.',
    expects: 'an mParticle user identity type such as mobile_number or other_id_2',
  },
  {
    name: 'defaultCountry', kind: 'text', argument: 'code', example: 'DE',
    help: 'Country for the phone numbers of people without a country attribute.',
    expects: 'a two-letter country code such as DE',
  },
  {
    name: 'extendedMatchKeys', kind: 'boolean', example: true,
    help: 'Also send phone, state, zip and customer id as match keys.',
  },
  {
    name: 'hashMadid', kind: 'boolean', example: false,
    default: 'on for offline-conversions, off for conversions',
    help: 'Hash advertising ids before they are sent.',
  },
  {
    name: 'defaultCurrency', kind: 'text', argument: 'code', example: 'EUR',
    default: DEFAULTS.defaultCurrency,
    help: 'Currency of events without one.',
    expects: 'an ISO 4217 code such as EUR',
  },
  {
    name: 'environments', kind: 'list', argument: 'names', example: ['production'], choices: ENVIRONMENTS,
    default: DEFAULTS.environments.join(', '),
    help: 'Environments whose batches are forwarded.',
    expects: `a list out of ${ENVIRONMENTS.join(', ')}`,
  },
  {
    name: 'includeAppBatches', kind: 'boolean', example: true,
    help: 'Also forward batches of app and web platforms.',
  },
  {
    name: 'maxAgeDays', kind: 'text', argument: 'days', example: 62,
    default: `${MAX_AGE_DAYS.conversions} for conversions, none for offline-conversions`,
    help: 'Maximum age of an event in days, or none.',
    expects: 'a number of days above zero, or "none"',
  },
  {
    name: 'eventNames', kind: 'map', argument: 'action=name', example: { checkout: 'InitiateCheckout' },
    choices: FORWARDED_ACTIONS,
    default: "the API's own names",
    help: 'Event name to send for a product action.',
    expects: `pairs of a product action (${FORWARDED_ACTIONS.join(', ')}) and an event name`,
  },
  {
    name: 'customDataExclude', kind: 'list', argument: 'names', example: ['cashier_name'],
    default: 'none',
    help: 'Custom attributes that are never sent.',
    expects: 'a list of attribute names',
  },
  {
    name: 'customerSegmentation', kind: 'text', argument: 'attribute', example: 'customer_segment',
    default: 'none',
    help: "User attribute that contains one of Meta's nine customer segments, such as new_customer_to_business.",
    expects: 'the name of a user attribute',
  },
  {
    name: 'piiGuard', kind: 'choice', argument: 'what', example: 'drop', choices: PII_GUARDS,
    default: DEFAULTS.piiGuard,
    help: 'What to do with custom attributes that look like e-mail addresses or phone numbers: warn, drop or off.',
  },
]);
