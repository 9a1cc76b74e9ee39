const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('aborted', { cause: reason });

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(reasonOf(signal));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/**
 * Does a piece of work in that many milliseconds at most: then its signal is aborted, as it is with `outer`, and the
 * promise rejects with a `TimeoutError` or the outer signal's reason, even where the work does not listen. Until then the
 * process stays alive, as it does not for the sake of `AbortSignal.timeout`: work that hangs must not end it half-way.
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
