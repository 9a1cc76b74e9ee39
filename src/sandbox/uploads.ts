// The uploads that an offline event set lists.

/** Meta's record of one upload tag (fields of OfflineConversionDataSetUpload). */
export interface Upload {
  readonly id: string;
  readonly upload_tag: string;
  api_calls: number;
  valid_entries: number;
  matched_entries: number;
  duplicate_entries: number;
  first_upload_time: number | null;
  last_upload_time: number | null;
}

/** Beyond this many tags, the oldest is forgotten, because every run without its own tag creates one. */
const MAX_UPLOADS = 1000;

const FIRST_ID = 700_000_000_000_000;

/** The upload tags of all destinations. */
export class Uploads {
  readonly #byKey = new Map<string, Upload>();
  #made = 0;

  /** The upload of a tag, created if necessary. */
  open(destination: string, tag: string): Upload {
    const key = `${destination}/${tag}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#made += 1;
    const upload: Upload = {
      id: String(FIRST_ID + this.#made),
      upload_tag: tag,
      api_calls: 0,
      valid_entries: 0,
      matched_entries: 0,
      duplicate_entries: 0,
      first_upload_time: null,
      last_upload_time: null,
    };
    this.#byKey.set(key, upload);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > MAX_UPLOADS && oldest !== undefined) this.#byKey.delete(oldest);
    return upload;
  }

  byId(destination: string, id: string): Upload | undefined {
    return this.list(destination).find((upload) => upload.id === id);
  }

  list(destination: string): Upload[] {
    return [...this.#byKey].filter(([key]) => key.startsWith(`${destination}/`)).map(([, upload]) => upload);
  }
}

/** Adds one processed request to an upload. */
export const addToUpload = (upload: Upload, kept: number, duplicates: number, nowSeconds: number): void => {
  upload.api_calls += 1;
  upload.valid_entries += kept + duplicates;
  // The sandbox knows no people, so every event counts as matched.
  upload.matched_entries += kept;
  upload.duplicate_entries += duplicates;
  upload.first_upload_time ??= nowSeconds;
  upload.last_upload_time = nowSeconds;
};
