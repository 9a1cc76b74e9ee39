// Writes one event of the last batch as a line of JSON. Twins: ../../encode/conversions.ts and ../../encode/
// offline-conversions.ts.

import { Event, eventAt } from './batch';
import { byte, QUOTE, sameBytes } from './bytes';
import { closeObject, isUnknownName, writeAttributes, writeContents } from './custom-data';
import { hundredthsOf, isUsualAction, secondsOf, Skip, skipWithoutAction } from './event-facts';
import { fingerprint, receiptNumber } from './fingerprint';
import { keyMask, Verdict } from './keys';
import { Ask, ask, Remembered } from './memo';
import { FINGERPRINTS, OUTPUT } from './memory-map';
import { Name } from './names';
import { out, setOut, write, writeByte, writeBytes, writeHundredths, writeValue } from './output';
import { addRow, isSameMoment, row, rowCount, rowIndex } from './rows';
import { eventName, settings } from './settings';
import { writeLimitedDataUse, writeMatchKeys } from './user-data';
import { Kind, Value } from './value';

/** What the memo answers for an action that is known and not forwarded; otherwise the number of the action. */
const NOT_FORWARDED = 255;
const LONGEST_ACTION: usize = 64;
/** `ForwardedAction` of the model by number. */
const PURCHASE = 3;
const MILLISECOND_DIGITS: usize = 3;

/** Why the last event is skipped. */
export let skipped: Skip = Skip.No;

function writeEventName(action: u32): void {
  const name = eventName(action);
  writeBytes(name, <usize>byte(name - 1));
}

/** Seconds are the milliseconds without their last three digits. */
function writeSeconds(time: Value): void {
  writeBytes(time.start, time.length - MILLISECOND_DIGITS);
}

function writeOrderId(event: Event): void {
  const orderId = event.value(Name.TransactionId);
  if (orderId.missing) return;
  write(',"order_id":"');
  writeValue(orderId);
  writeByte(QUOTE);
}

function writeCurrency(currency: Remembered): void {
  // After the number that TypeScript gave to it.
  writeBytes(currency.answer + 1, <usize>currency.answerLength - 1);
}

function writeValueOfEvent(hundredths: f64): void {
  write(',"value":');
  writeHundredths(<u64>hundredths);
}

function writeConversion(event: Event, action: u32, currency: Remembered, hundredths: f64): bool {
  write('{"event_name":');
  writeEventName(action);
  write(',"event_time":');
  writeSeconds(event.value(Name.Timestamp));
  write(',"action_source":"physical_store","user_data":');
  writeMatchKeys();
  write(',"custom_data":{"currency":"');
  writeCurrency(currency);
  writeByte(QUOTE);
  if (hundredths > 0) writeValueOfEvent(hundredths);
  writeOrderId(event);
  writeContents(event);
  const usual = writeAttributes(event);
  write('}');
  return usual;
}

function writeOfflineConversion(event: Event, action: u32, currency: Remembered, hundredths: f64): bool {
  write('{"match_keys":');
  writeMatchKeys();
  write(',"event_time":');
  writeSeconds(event.value(Name.Timestamp));
  write(',"event_name":');
  writeEventName(action);
  if (hundredths > 0) {
    writeValueOfEvent(hundredths);
    write(',"currency":"');
    writeCurrency(currency);
    writeByte(QUOTE);
  }
  writeOrderId(event);
  writeContents(event);
  const before = out;
  write(',"custom_data":');
  const start = out;
  const usual = writeAttributes(event);
  if (out === start) setOut(before);
  else closeObject(start);
  return usual;
}

function fillRow(event: Event, action: u32, seconds: u32, currency: Remembered, hundredths: f64): void {
  row.end = <u32>(out - OUTPUT);
  row.time = seconds;
  row.keyMask = <u16>keyMask;
  row.action = <u8>action;
  row.currency = <u16>currency.number;
  row.value = hundredths > 0 ? hundredths / 100 : NaN;
  row.receipt = receiptNumber(action, event.value(Name.TransactionId), seconds);
}

/** The memo's entry for a value, or null. */
function known(kind: Ask, value: Value): Remembered | null {
  return ask(kind, value.start, value.length);
}

/** Writes the event. Unless it returns Usual, the caller removes what was written. */
export function writeEvent(event: Event, record: u32, index: u32): Verdict {
  skipped = skipWithoutAction(event);
  if (skipped === Skip.Unusual) return Verdict.Unusual;
  if (skipped !== Skip.No) return Verdict.Usual;
  const action = event.value(Name.Action);
  if (!isUsualAction(event) || !action.isAscii || action.length > LONGEST_ACTION) return Verdict.Unusual;
  const meaning = known(Ask.Action, action);
  if (meaning === null) return Verdict.Unknown;
  if (meaning.unusual) return Verdict.Unusual;
  if (meaning.number === NOT_FORWARDED) {
    skipped = Skip.OtherAction;
    return Verdict.Usual;
  }

  const code = event.value(Name.CurrencyCode);
  const seconds = secondsOf(event.value(Name.Timestamp));
  if (seconds === 0 || !code.isAscii || code.kind !== Kind.Text || code.length > LONGEST_ACTION) return Verdict.Unusual;
  const currency = known(Ask.Currency, code);
  if (currency === null) return Verdict.Unknown;
  const hundredths = hundredthsOf(event);
  const isWorthless = meaning.number === PURCHASE && hundredths === 0;
  if (currency.unusual || hundredths < 0 || isWorthless) return Verdict.Unusual;

  const usual =
    settings.isConversions !== 0
      ? writeConversion(event, meaning.number, currency, hundredths)
      : writeOfflineConversion(event, meaning.number, currency, hundredths);
  if (!usual) return isUnknownName ? Verdict.Unknown : Verdict.Unusual;
  row.limitedDataUse = <u8>writeLimitedDataUse();
  write('}\n');
  if (!fingerprint(event, FINGERPRINTS + 16 * <usize>rowCount)) return Verdict.Unusual;
  row.record = record;
  row.index = index;
  fillRow(event, meaning.number, seconds, currency, hundredths);
  addRow();
  return Verdict.Usual;
}

function isOneReceipt(row: u32, other: u32): bool {
  if (!isSameMoment(row, other)) return false;
  const id = eventAt(rowIndex(row)).value(Name.TransactionId);
  const otherId = eventAt(rowIndex(other)).value(Name.TransactionId);
  return !id.missing && id.length === otherId.length && sameBytes(id.start, otherId.start, id.length);
}

/** Whether two events of the batch, whose rows begin at `firstRow`, are of one receipt: then TypeScript joins them. */
export function hasRepeatedReceipt(firstRow: u32): bool {
  for (let i = firstRow; i < rowCount; i += 1)
    for (let j = firstRow; j < i; j += 1) if (isOneReceipt(i, j)) return true;
  return false;
}
