import { quoted, type JsonObjectText } from '../lib/json-text.js';
import type { ContentItem, LimitedDataUse } from '../model/conversion.js';
import type { JsonObject } from '../lib/json.js';

/** Meta's code for the United States, the only country with Limited Data Use (Data Processing Options). */
const LDU_COUNTRY_US = 1;

/** The three members of Meta's Data Processing Options, which stand on each event, never on the request. */
export const addLimitedDataUse = (event: JsonObjectText, flag: LimitedDataUse): void => {
  if (flag.kind !== 'flagged') return;
  event.json('data_processing_options', '["LDU"]');
  event.number('data_processing_options_country', LDU_COUNTRY_US).number('data_processing_options_state', flag.state);
};

/** The members of `contents[]` that both APIs share, behind those already written. */
export const addItemTexts = (content: JsonObjectText, item: ContentItem): JsonObjectText =>
  content.string('brand', item.brand).string('category', item.category).string('title', item.title);

/** Custom attributes as members: texts, numbers and booleans as they are. */
export const addAttributes = (target: JsonObjectText, attributes: JsonObject, left: ReadonlySet<string>): void => {
  for (const name of Object.keys(attributes)) {
    if (left.has(name)) continue;
    const value = attributes[name];
    // The member's name is the customer's own: unlike ours, it may need escaping.
    target.json(quoted(name).slice(1, -1), typeof value === 'string' ? quoted(value) : JSON.stringify(value));
  }
};
