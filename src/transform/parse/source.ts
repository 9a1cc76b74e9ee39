import { isNullWord, type JsonObject } from '../../lib/json.js';
import type { BatchSource } from '../../model/batch.js';
import type { Reading } from './reading.js';

const APP_CHANNELS = new Set(['native', 'javascript', 'pixel', 'desktop']);
const NO_PLATFORM = new Set(['', 'unknown']);
const OUT_OF_BAND = 'outofband';
/** mParticle adds it to every event sent with feed credentials, and it cannot be filtered out. */
const SOURCE_FEED_ATTRIBUTE = 'mParticle Source Feed';

/** `OutOfBand`, `out_of_band`, `iOS`, `IOS` … to one spelling; blank for what is not text, or means no value. */
const platformName = (value: unknown): string => {
  if (value === 'OutOfBand') return OUT_OF_BAND;
  return typeof value !== 'string' || isNullWord(value) ? '' : value.toLowerCase().replace(/[^a-z]/g, '');
};

/** Whether an event names its feed, for events in their usual form and for those that are JSON text. */
const namesFeed = (event: unknown, reading: Reading): boolean => {
  const source = reading.peek(event);
  const attributes = reading.peek(reading.peek(source?.['data'])?.['custom_attributes']);
  return attributes !== null && SOURCE_FEED_ATTRIBUTE in attributes;
};

/**
 * Whether a feed or an app produced the batch (mParticle glossary: bound and unbound feeds). Out-of-band means a feed;
 * any real platform or app channel means an app; then the feed's name on an event decides; else unknown.
 */
export const sourceOf = (
  { application, device, sender }: Readonly<Record<'application' | 'device' | 'sender', JsonObject | null>>,
  events: readonly unknown[],
  reading: Reading,
): BatchSource => {
  const os = platformName(application?.['os']);
  const channel = sender?.['channel'];
  if (os === OUT_OF_BAND) return 'feed';
  const platform = platformName(device?.['platform']);
  if (platform === OUT_OF_BAND) return 'feed';
  if (!NO_PLATFORM.has(os) || !NO_PLATFORM.has(platform)) return 'app';
  if (typeof channel === 'string' && APP_CHANNELS.has(channel.toLowerCase())) return 'app';
  return events.some((event) => namesFeed(event, reading)) ? 'feed' : 'unknown';
};
