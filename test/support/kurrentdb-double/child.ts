import { createInterface } from 'node:readline';
import { KurrentDbDouble } from './kurrentdb-double.js';

/**
 * The double as a process of its own. Arguments: the port (0: any) and the file of its log. It prints its port; each
 * line of its input is faults as JSON, and it ends with its input.
 */
const [port = '0', file = ''] = process.argv.slice(2);
const double = await KurrentDbDouble.start({ port: Number(port), file });
process.stdout.write(`${double.address.split(':')[1]}\n`);
for await (const line of createInterface({ input: process.stdin })) Object.assign(double.faults, JSON.parse(line));
process.exit(0);
