import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Those members of the samples' batches that the events are made of. */
interface Batch {
  readonly events: readonly { readonly data: EventData }[];
  readonly user_attributes: Readonly<Record<string, string>>;
  readonly user_identities: readonly { readonly identity_type: string; readonly identity: string }[];
  readonly device_info: { readonly ios_advertising_id?: string; readonly android_advertising_id?: string };
}

interface EventData {
  readonly product_action: ProductAction | null;
  readonly currency_code: string;
  readonly timestamp_unixtime_ms: string;
  readonly custom_attributes: Readonly<Record<string, string>>;
}

interface ProductAction {
  readonly action: string;
  readonly transaction_id: string | null;
  readonly total_amount: number;
  readonly products: readonly Readonly<Record<'id' | 'name' | 'brand' | 'category' | 'price' | 'quantity', unknown>>[];
}

const NAMES: Readonly<Record<string, string>> = {
  add_to_cart: 'AddToCart',
  add_to_wishlist: 'AddToWishlist',
  checkout: 'InitiateCheckout',
  purchase: 'Purchase',
  view_detail: 'ViewContent',
};

const personOf = ({ user_attributes: attributes, user_identities, device_info: device }: Batch): object => {
  const identities = Object.fromEntries(user_identities.map((each) => [each.identity_type, each.identity]));
  return {
    email: identities['email'],
    phone: identities['mobile_number'],
    externalId: identities['customer_id'],
    madid: device.ios_advertising_id ?? device.android_advertising_id,
    firstName: attributes['$FirstName'],
    lastName: attributes['$LastName'],
    gender: attributes['$Gender'],
    city: attributes['$City'],
    state: attributes['$State'],
    zip: attributes['$Zip'],
    country: attributes['$Country'],
  };
};

const valueOf = ({ total_amount: total, products }: ProductAction): number =>
  total > 0 ? total : products.reduce((sum, { price, quantity }) => sum + Number(price) * Number(quantity), 0);

const eventsOf = (batch: Batch): readonly object[] =>
  batch.events.flatMap(({ data }) => {
    const name = NAMES[data.product_action?.action ?? ''];
    if (data.product_action === null || name === undefined) return [];
    const { transaction_id: orderId, products } = data.product_action;
    return {
      ...{ name, time: Math.floor(Number(data.timestamp_unixtime_ms) / 1_000), person: personOf(batch) },
      ...{ value: valueOf(data.product_action), currency: data.currency_code, orderId: orderId ?? undefined },
      products: products.map(({ name: title, ...product }) => ({ ...product, title })),
      custom: data.custom_attributes,
    };
  });

/** Writes the events of a sample as plain lines, the form that suits Meta's SDK best, and says how many there are. */
export const writePlainEvents = async (sample: string, path: string): Promise<number> => {
  const output = createWriteStream(path);
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(sample) })) {
    const events = eventsOf(JSON.parse(line) as Batch);
    count += events.length;
    if (!output.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''))) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
  return count;
};
