// The explained fields of a batch: environment, platform, consent. Events: event-fields.ts; match keys: key-fields.ts.

import type { EventResults, ExplainedField, FoundValue } from './explanation.js';
import { attributePlaces, memberPlaces, type Readers } from './source-paths.js';
import { byApi, sentMember } from './by-api.js';

const NOT_SENT = byApi(() => null);

const flagFound = (results: EventResults, readers: Readers): readonly FoundValue[] => [
  ...memberPlaces(results.source, 'consent_state', 'ccpa', 'data_sale_opt_out', 'consented'),
  ...attributePlaces(results.source, 'country', readers),
  ...attributePlaces(results.source, 'state', readers),
];

const FLAG_MEMBERS = ['', '_country', '_state'].map((end) => `data_processing_options${end}`);

const flagField = (results: EventResults, readers: Readers): ExplainedField => {
  const { limitedDataUse: flag, settings, wire } = results;
  return {
    field: 'Limited Data Use',
    group: 'batch',
    found: flagFound(results, readers),
    rule:
      `wanted ${settings.sendCcpaLimitedDataUse} (sendCcpaLimitedDataUse; consented: true means opted out); ` +
      'can be sent only with country and state attributes, in the US, in a state that Meta lists',
    becomes: flag.kind === 'flagged' ? `LDU, country 1, state ${flag.state}` : null,
    note: flag.kind === 'not_sendable' ? `wanted, but it cannot be sent: ${flag.why}` : null,
    sent: byApi((api) => {
      const values = FLAG_MEMBERS.flatMap((member) => sentMember(wire[api], member)?.values ?? []);
      return values.length === 0 ? null : { member: `data_processing_options, _country, _state`, values };
    }),
  };
};

/** The fields of a whole batch: whether it is forwarded, and how people's consent is sent. */
export const batchFields = (results: EventResults, readers: Readers): readonly ExplainedField[] => {
  const { source, batch, settings } = results;
  return [
    {
      field: 'environment',
      group: 'batch',
      found: memberPlaces(source, 'environment'),
      rule: `only ${settings.environments.join(', ')} is sent (environments); a missing one means production`,
      becomes: batch.environment,
      note: null,
      sent: NOT_SENT,
    },
    {
      field: 'source',
      group: 'batch',
      found: [
        ...memberPlaces(source, 'application_info', 'os'),
        ...memberPlaces(source, 'device_info', 'platform'),
        ...memberPlaces(source, 'source_info', 'channel'),
      ],
      rule: `an app or web platform makes it app, OutOfBand or a feed's name on an event feed; app batches ${settings.includeAppBatches ? 'are sent too' : 'are skipped'} (includeAppBatches)`,
      becomes: batch.source,
      note: null,
      sent: NOT_SENT,
    },
    flagField(results, readers),
  ];
};
