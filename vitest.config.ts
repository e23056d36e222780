import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [swc.vite({ module: { type: 'es6' } })],
  test: {
    include: ['test/**/*.spec.ts'],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    globalSetup: ['test/support/mongodb/global-setup.ts'],
    setupFiles: ['reflect-metadata'],
    maxWorkers: 2,
  },
});
