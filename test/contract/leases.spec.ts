import { ProcessLeases } from '../../src/infrastructure/process/process-leases.js';
import { leasesContract } from './leases.js';

leasesContract({ name: 'in process', open: async () => new ProcessLeases() });
