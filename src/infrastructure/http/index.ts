export { createHttpApp, type HttpOptions } from './app.js';
export { createContext } from './context.js';
