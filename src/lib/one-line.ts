/** A text of somebody else's as part of a message: on one line, without what a terminal would obey. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ');
