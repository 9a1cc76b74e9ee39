import type { JsonObject } from '../../lib/json.js';
import { arrayText, jsonMember, quoted, stringMember } from '../../lib/json-text.js';
import { memoize } from '../../lib/memoize.js';
import type { ContentItem, LimitedDataUse } from '../../model/conversion.js';

// A conversion has ids as they were written; each API has its own form of them, which its encoder creates here.

/**
 * An id as it is hashed: lower-case, no whitespace. The Conversions API's newest library does this with an external id,
 * the Offline Conversions API with an advertising id.
 */
export const normaliseId = (text: string): string => text.replace(/\s/g, '').toLowerCase();

/** The three members of Meta's Data Processing Options, which each event has; country 1 is the United States. */
export const limitedDataUseMembers = (flag: LimitedDataUse): string =>
  flag.kind === 'flagged'
    ? `,"data_processing_options":["LDU"],"data_processing_options_country":1,"data_processing_options_state":${flag.state}`
    : '';

const brand = stringMember('brand');
const category = stringMember('category');
const title = stringMember('title');

/** Writes `contents` as an array; `prices` writes the members for an item's price. Absent if there are no items. */
export const contentsWriter =
  (prices: (price: number | null) => string): ((contents: readonly ContentItem[]) => string | null) =>
  (contents) =>
    contents.length === 0
      ? null
      : arrayText(
          contents.map(
            (item) =>
              `{"id":${quoted(item.id)},"quantity":${item.quantity}` +
              prices(item.price) +
              brand(item.brand) +
              category(item.category) +
              title(item.title) +
              '}',
          ),
        );

/** The name of a custom attribute is the customer's own and may need escaping. */
const attributeMember = memoize((name: string) => jsonMember(quoted(name).slice(1, -1)));

/** Custom attributes as members, except for excluded names. */
export const attributeMembers = (attributes: JsonObject, leftOut: ReadonlySet<string>): string => {
  let members = '';
  for (const name of Object.keys(attributes)) {
    if (leftOut.has(name)) continue;
    const value = attributes[name];
    members += attributeMember(name)(typeof value === 'string' ? quoted(value) : JSON.stringify(value));
  }
  return members;
};
