// What a user would write with Meta's SDK: lines of plain events become its objects, which it normalises and uploads.
// node sdk-program.mjs transform|upload SDK FILE [URL]
import { createReadStream, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [job, sdkPath, path, url] = process.argv.slice(2);
const sdk = createRequire(import.meta.url)(sdkPath);

const EVENTS_PER_REQUEST = 1_000;
const LANES = 4;
const WRITE_CHARACTERS = 1 << 20;

const list = (value) => (value === undefined ? undefined : [value]);

const userDataOf = (person) =>
  Object.assign(new sdk.UserData(), {
    emails: list(person.email),
    phones: list(person.phone),
    madid: person.madid,
    first_names: list(person.firstName),
    last_names: list(person.lastName),
    genders: list(person.gender),
    cities: list(person.city),
    states: list(person.state),
    zips: list(person.zip),
    countries: list(person.country),
    external_ids: list(person.externalId),
  });

const contentOf = (product) =>
  new sdk.Content()
    .setId(product.id)
    .setQuantity(product.quantity)
    .setItemPrice(product.price)
    .setBrand(product.brand)
    .setCategory(product.category)
    .setTitle(product.title);

const customDataOf = (event) => {
  const data = new sdk.CustomData()
    .setValue(event.value)
    .setCurrency(event.currency)
    .setContents(event.products.map(contentOf))
    .setCustomProperties(event.custom);
  return event.orderId === undefined ? data : data.setOrderId(event.orderId);
};

const serverEventOf = (event) =>
  new sdk.ServerEvent()
    .setEventName(event.name)
    .setEventTime(event.time)
    .setActionSource('physical_store')
    .setUserData(userDataOf(event.person))
    .setCustomData(customDataOf(event));

const events = async function* () {
  for await (const line of createInterface({ input: createReadStream(path) })) yield serverEventOf(JSON.parse(line));
};

const transform = async () => {
  let text = '';
  for await (const event of events()) {
    text += `${JSON.stringify(event.normalize())}\n`;
    if (text.length < WRITE_CHARACTERS) continue;
    writeSync(1, text);
    text = '';
  }
  writeSync(1, text);
};

/** Its batch processor takes an array of all events. */
const upload = async () => {
  // The SDK has no setting for its host; everything it sends, crash reports too, goes where this getter says.
  Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { get: () => url });
  const all = [];
  for await (const event of events()) all.push(event);
  await new sdk.BatchProcessor(EVENTS_PER_REQUEST, LANES).processEvents(new sdk.EventRequest('bench', '1'), all);
};

await (job === 'upload' ? upload() : transform());
