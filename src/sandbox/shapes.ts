/** Meta treats a member that is null like one that is absent. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
