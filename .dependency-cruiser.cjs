/** Imports point one way: infrastructure → application → domain, projections → domain. */
const to = (path) => ({ path });
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'The domain knows zod (shapes) and uuid (names) and nothing else.',
      severity: 'error',
      from: to('^src/domain/'),
      to: { pathNot: ['^src/domain/', '^node_modules/(zod|uuid)/'] },
    },
    {
      name: 'projections-know-events-only',
      severity: 'error',
      from: to('^src/projections/'),
      to: { pathNot: ['^src/(projections|domain)/', '^src/application/ports/', '^node_modules/zod/'] },
    },
    {
      name: 'application-knows-no-technology',
      severity: 'error',
      from: to('^src/application/'),
      to: {
        pathNot: [
          '^src/(application|projections|domain)/',
          '^node_modules/(zod|uuid|rxjs|reflect-metadata|@nestjs/(common|cqrs))/',
        ],
      },
    },
    {
      name: 'ports-are-interfaces-over-the-domain',
      severity: 'error',
      from: to('^src/application/ports/'),
      to: { pathNot: ['^src/application/ports/', '^src/domain/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
