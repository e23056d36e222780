/** A connection string without its password, to be shown. */
export const withoutPassword = (url: string): string => url.replace(/([a-z0-9+.-]+:\/\/[^/@]*?:).*@/i, '$1********@');
