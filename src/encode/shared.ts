import type { JsonObject } from '../lib/json.js';
import { jsonMember, quoted, stringMember } from '../lib/json-text.js';
import type { ContentItem, LimitedDataUse } from '../model/conversion.js';

/** The three members of Meta's Data Processing Options, which stand on each event; country 1 is the United States. */
export const limitedDataUseMembers = (flag: LimitedDataUse): string =>
  flag.kind === 'flagged'
    ? `,"data_processing_options":["LDU"],"data_processing_options_country":1,"data_processing_options_state":${flag.state}`
    : '';

/** The members of `contents[]` that both APIs share, behind id, quantity and price. */
export const itemTextMembers = (item: ContentItem): string =>
  stringMember('brand', item.brand) + stringMember('category', item.category) + stringMember('title', item.title);

/** Custom attributes as members, but for the names left out. */
export const attributeMembers = (attributes: JsonObject, leftOut: ReadonlySet<string>): string => {
  let members = '';
  for (const name of Object.keys(attributes)) {
    if (leftOut.has(name)) continue;
    const value = attributes[name];
    // The member's name is the customer's own: unlike ours, it may need escaping.
    members += jsonMember(quoted(name).slice(1, -1), typeof value === 'string' ? quoted(value) : JSON.stringify(value));
  }
  return members;
};
