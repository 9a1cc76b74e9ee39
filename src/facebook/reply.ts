/** The result of one request: an answer, or why there is none. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** By lower-case name. */
      readonly headers: ReadonlyMap<string, string>;
      readonly body: string;
    }
  /** `code`: Node's own (ECONNRESET, ETIMEDOUT …). `sent`: whether Facebook may have received the request anyway. */
  | {
      readonly kind: 'network';
      readonly code: string;
      readonly sent: boolean;
      /** Where the request was sent, for people: the host, and the proxy on the way. */
      readonly route: string;
    };

/** Facebook's error envelope (Graph API, "Handling errors"), its texts as Facebook wrote them. */
export interface FacebookError {
  readonly status: number;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly type: string | null;
  readonly message: string;
  readonly isTransient: boolean;
  readonly traceId: string | null;
  /** Indexes of the events in the request that the answer names as bad; empty when it names none. */
  readonly badIndexes: readonly number[];
  /** Facebook's words for one event, by index, where the answer has them. */
  readonly eventMessages: ReadonlyMap<number, string>;
}
