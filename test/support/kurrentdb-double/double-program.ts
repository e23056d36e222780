import type { Faults } from './faults.js';
import { type DoubleOptions, KurrentDbDouble } from './kurrentdb-double.js';

/** What the process that started it tells it. */
export type DoubleOrder = { readonly faults: Partial<Faults> } | { readonly cut: true };

/** A double as a process of its own: options as JSON in its first argument; it sends its address when it listens. */
const [, , options = '{}'] = process.argv;
// Safe: the test that starts it has written them.
const double = await KurrentDbDouble.start(JSON.parse(options) as DoubleOptions);
process.on('message', (order: DoubleOrder) => {
  if ('cut' in order) double.cutSubscriptions();
  else Object.assign(double.faults, order.faults);
  process.send?.('done');
});
process.on('disconnect', () => process.exit(0));
process.send?.(double.address);
