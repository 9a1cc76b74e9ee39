const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('aborted', { cause: reason });

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(reasonOf(signal));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/**
 * Runs `work` with a time limit. At the limit, or when `outer` is aborted, the work's signal is aborted and the promise
 * rejects with a `TimeoutError` or the outer signal's reason, even if the work ignores its signal. Unlike
 * `AbortSignal.timeout` this keeps the process alive, so that hanging work cannot end it early.
 */
export const withTimeout = async <T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new DOMException('no end in time', 'TimeoutError')), milliseconds);
  const signal = outer === undefined ? deadline.signal : AbortSignal.any([deadline.signal, outer]);
  const started = async (): Promise<T> => work(signal);
  try {
    return await Promise.race([whenAborted(signal), started()]);
  } finally {
    clearTimeout(timer);
  }
};
