/** What the handlers ask for by name, where the type is an interface; classes stand for themselves. */
export const BLOBS = Symbol('BlobStore');
export const CLOCK = Symbol('Clock');
export const DOCUMENTS = Symbol('DocumentStore');
export const HTML = Symbol('HtmlText');
export const LEASES = Symbol('Leases');
export const LOGGER = Symbol('Logger');
export const OAUTH = Symbol('OAuthClient');
export const PARSER = Symbol('MimeParser');
export const SCHEDULES = Symbol('Schedules');
export const SOURCE = Symbol('WatchedSource');
export const TRANSPORT = Symbol('MailTransport');
export const VAULT = Symbol('Vault');
/** None: nobody is told by webhooks here. */
export const WEBHOOKS = Symbol('WebhookTransport');
