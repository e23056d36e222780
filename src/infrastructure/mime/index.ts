export { MailparserParser } from './mailparser-parser.js';
export { ParserPool, type ParserPoolOptions } from './parser-pool.js';
