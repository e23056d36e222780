/** Without what is undefined: zod gives what is left out, and what is there as undefined, alike. */
export function defined<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // What is left of it has its own types, but for those that are gone.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
