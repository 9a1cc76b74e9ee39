// The lines of a draft: JSON with a comment, and how they are printed one under another.

/** A line of a draft. */
export interface Line {
  /** JSON of a member or an item, without the comma after it; null: only a comment. */
  readonly json: string | null;
  readonly comment: string;
}

/** JSON on one line, with spaces as people write them. */
const spaced = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`);
  return `{ ${members.join(', ')} }`;
};

/** A line that is only a comment. */
export const comment = (text: string): Line => ({ json: null, comment: text });
/** A line with an item of a list, and a comment. */
export const item = (json: object, text: string): Line => ({ json: spaced(json), comment: text });
/** A line with a member of an object, and a comment. */
export const member = (name: string, value: unknown, text: string): Line => ({
  json: `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  comment: text,
});

/** A line that takes effect when its comment signs are removed. */
export const asComment = (json: object, text: string): Line => comment(`${spaced(json)}, // ${text}`);

/**
 * The last item comes after all comments, so that a commented line that becomes part of the list already has its comma.
 * The comment before it, which may be the other choice for the same column, stays there.
 */
export const printed = (lines: readonly Line[], indent: string): string[] => {
  const last = lines.findLastIndex(({ json }) => json !== null);
  const from = lines[last - 1]?.json === null ? last - 1 : last;
  const ordered = [...lines.slice(0, from), ...lines.slice(last + 1), ...lines.slice(from, last + 1)];
  return ordered.map(({ json, comment: text }, index) => {
    const note = text === '' ? '' : `// ${text}`;
    if (json === null) return `${indent}${note}`;
    return `${indent}${json}${index === ordered.length - 1 ? '' : ','}${note === '' ? '' : ` ${note}`}`;
  });
};
