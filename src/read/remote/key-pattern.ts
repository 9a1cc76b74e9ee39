const GLOB_SIGN = /[*?[{]/;
/** One alternative at a time: anything else stands for itself. */
const PARTS = /\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^{}]*\}|[^*?[{]+|[[{]/g;

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const expressionOf = (part: string): string => {
  if (part === '**/') return '(?:[^]*/)?';
  if (part === '**') return '[^]*';
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  if (part.startsWith('[') && part.length > 2) {
    const isNegated = part[1] === '!';
    const inside = part.slice(isNegated ? 2 : 1, -1).replace(/[\\^\]]/g, '\\$&');
    return `[${isNegated ? '^/' : ''}${inside}]`;
  }
  if (part.startsWith('{') && part.length > 1) {
    const choices = part.slice(1, -1).split(',');
    return `(?:${choices.map(globExpression).join('|')})`;
  }
  return literal(part);
};

const globExpression = (pattern: string): string => (pattern.match(PARTS) ?? []).map(expressionOf).join('');

/** Whether a key holds signs of a pattern. */
export const isPattern = (key: string): boolean => GLOB_SIGN.test(key);

/** What all keys that a pattern means begin with: a store lists by such a beginning alone. */
export const fixedPrefix = (pattern: string): string => pattern.slice(0, pattern.search(GLOB_SIGN));

/**
 * Whether keys match a pattern: `*` and `?` within one folder, `**` across folders, `[a-z]`, `[!a]`, `{a,b}` (as shells
 * and the globs over files have them).
 */
export const keyMatcher = (pattern: string): ((key: string) => boolean) => {
  const expression = new RegExp(`^${globExpression(pattern)}$`);
  return (key) => expression.test(key);
};
