#!/usr/bin/env node
import 'reflect-metadata';
import { runCli } from './infrastructure/cli/index.js';
import { keepHeapsSmall } from './infrastructure/process/thrifty-heap.js';

keepHeapsSmall();

// What it makes holds people's mail: nobody else may read it.
process.umask(0o077);

// Whoever reads has heard enough (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.stderr.on('error', () => undefined);

const { stdout, stderr, stdin, env: environment } = process;
const exitCode = await runCli(process.argv.slice(2), { stdout, stderr, stdin, environment });
// What is written goes out first; then nothing that is still open keeps the process.
stdout.write('', () => process.exit(exitCode));
