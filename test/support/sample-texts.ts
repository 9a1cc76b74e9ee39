import { SampleSource, type SampleOptions } from '../../src/sample/records.js';

/** The first `count` records of a sample as text, each without its last line end; CSV without its header. */
export const sampleTexts = ({ count, ...options }: SampleOptions & { readonly count: number }): readonly string[] => {
  const source = new SampleSource(options);
  return Array.from({ length: count }, () => source.next().text);
};
