import { expect, test } from 'vitest';
import { mapBatch, mapEvent } from '../../../src/transform/map/event.js';
import { CUSTOMER_SEGMENTS } from '../../../src/transform/map/standard-attributes.js';
import type { MappingSettings } from '../../../src/model/settings.js';
import { batchOf, mappingSettings, parsedBatch, purchase } from '../../support/batches.js';

const conversionOf = (custom_attributes: unknown, more = {}, settings: Partial<MappingSettings> = {}) => {
  const batch = parsedBatch(batchOf([purchase({}, { custom_attributes })], more));
  const [event] = batch.events;
  const mapped = event && mapEvent(event, mapBatch(batch, mappingSettings({ api: 'conversions', ...settings })));
  if (mapped?.kind !== 'conversion') throw new Error(JSON.stringify(mapped));
  return { customData: mapped.conversion.customData, warnings: mapped.warnings };
};

test.each([
  ['predicted_ltv', '12', 12],
  ['predicted_ltv', 12.5, 12.5],
  ['net_revenue', '-3.40', -3.4],
  ['net_revenue', 14.949999809265137, 14.95],
  ['num_items', '3', 3],
  ['num_items', 3, 3],
  ['num_items', '0', 0],
  ['content_ids', 'A', ['A']],
  ['content_ids', 'A, B;C,', ['A', 'B', 'C']],
  ['content_ids', '["A",7]', ['A', '7']],
  ['content_ids', ['A', 7], ['A', '7']],
  ['content_ids', ['A', null, 'B'], ['A', 'B']],
  ['content_ids', "['A', 'B-2']", ['A', 'B-2']],
  ['content_ids', '[A,B]', ['A', 'B']],
  ['content_ids', '{A,"B 2"}', ['A', 'B 2']],
  ['content_ids', '"A,B"', ['A', 'B']],
  ['content_ids', '"A","B"', ['A', 'B']],
  ['content_ids', "'A,B", ['A', 'B']],
  ['content_ids', '="A,B"', ['A', 'B']],
  ['content_ids', '[9007199254740993, "B"]', ['9007199254740993', 'B']],
  ['content_ids', '1001.0,="0042"', ['1001', '0042']],
  ['content_ids', 10021, ['10021']],
  ['content_type', 'Product Group', 'product_group'],
  ['content_type', 'product', 'product'],
  ['content_type', ['product'], 'product'],
  ['content_type', '["product_group"]', 'product_group'],
  ['delivery_category', 'In-Store', 'in_store'],
  ['delivery_category', 'home_delivery', 'home_delivery'],
  ['delivery_category', 'CURBSIDE', 'curbside'],
  ['delivery_category', 'InStore', 'in_store'],
  ['delivery_category', 'homeDelivery', 'home_delivery'],
  ['delivery_category', 'curb side', 'curbside'],
  ['content_type', 'ProductGroup', 'product_group'],
  ['content_name', 17, '17'],
  ['content_category', 'Books', 'Books'],
  ['status', 'registered', 'registered'],
  ['customer_segmentation', 'Customer in loyalty program', 'customer_in_loyalty_program'],
  ['store', '0417', '0417'],
  ['Num_Items', '3', '3'],
])('%s: %j is sent as %j', (name, value, sent) =>
  expect(conversionOf({ [name]: value })).toEqual({ customData: { [name]: sent }, warnings: [] }),
);

test.each([
  ['predicted_ltv', 'high'],
  ['predicted_ltv', '12,00'],
  ['net_revenue', [1]],
  ['num_items', '2.5'],
  ['num_items', -1],
  ['num_items', true],
  ['content_ids', ','],
  ['content_ids', [{}]],
  ['content_ids', '1.2E+11'],
  ['content_ids', 'A,NULL'],
  ['content_type', 'book'],
  ['content_type', ['product', 'product_group']],
  ['delivery_category', 'mail'],
  ['content_name', { a: 1 }],
  ['content_name', 'NULL'],
  ['content_category', 'None'],
  ['customer_segmentation', 'vip'],
])('%s: %j is left out and counted', (name, value) =>
  expect(conversionOf({ [name]: value, store: '1' })).toEqual({
    customData: { store: '1' },
    warnings: [{ code: 'standard_attribute_unusable', count: 1, detail: name }],
  }),
);

test.each(['', ' ', null])('%j under a standard name is left out and not counted', (blank) =>
  expect(conversionOf({ predicted_ltv: blank, content_type: blank, store: '1' })).toEqual({
    customData: { store: '1' },
    warnings: [],
  }),
);

test.each(['value', 'currency', 'order_id', 'contents'])('%s is the name of a member of the event: counted', (name) => {
  const warnings = [{ code: 'attribute_name_taken', count: 1, detail: name }];
  expect(conversionOf({ [name]: 'x', store: '1' }).warnings).toEqual(warnings);
  expect(conversionOf({ [name]: null, store: '1' }).warnings).toEqual([]);
  expect(conversionOf({ [name]: 'x' }, {}, { api: 'offline-conversions' }).warnings).toEqual([]);
  expect(conversionOf({ [name]: 'x' }, {}, { customDataExclude: [name] }).warnings).toEqual([]);
});

test.each(CUSTOMER_SEGMENTS)('the segment %s comes from the user attribute that the setting names', (segment) => {
  const more = { user_attributes: { segment } };
  expect(conversionOf({ a: '1' }, more, { customerSegmentation: 'segment' }).customData).toEqual({
    a: '1',
    customer_segmentation: segment,
  });
  expect(conversionOf(null, more).customData).toBeNull();
  expect(
    conversionOf(null, more, { customerSegmentation: 'segment', api: 'offline-conversions' }).customData,
  ).toBeNull();
});

test.each([
  [{ segment: 'Existing Customer to Business' }, { customer_segmentation: 'existing_customer_to_business' }, 0],
  [{ segment: 'vip' }, null, 1],
  [{ segment: ['vip'] }, null, 1],
  [{ segment: ['customer_in_loyalty_program'] }, { customer_segmentation: 'customer_in_loyalty_program' }, 0],
  [{ segment: '' }, null, 0],
  [{ segment: ' ' }, null, 0],
  [{}, null, 0],
])('user attributes %j give %j', (user_attributes, customData, count) => {
  const { warnings, ...conversion } = conversionOf(null, { user_attributes }, { customerSegmentation: 'segment' });
  expect(conversion).toEqual({ customData });
  expect(warnings).toHaveLength(count);
});
