import type { ImportApi } from '../../../src/infrastructure/espocrm/api.js';
import type { EspoSource } from '../../../src/infrastructure/espocrm/espo-source.js';
import { ImportEspoCrm } from '../../../src/infrastructure/espocrm/import-espocrm.js';
import { type Remark, Report } from '../../../src/infrastructure/espocrm/report.js';
import { RestSource } from '../../../src/infrastructure/espocrm/rest-source.js';
import { systemClock } from '../../../src/infrastructure/process/system-clock.js';
import type { TestService } from '../http.js';
import type { EspoStandIn } from './stand-in.js';

export const never = new AbortController().signal;

/** The API of a service, as an import uses it. */
export const apiOf = (service: TestService): ImportApi => ({
  async send(method, path, body) {
    const answer = await service.ask(method, `/api/v1/${path}`, body === undefined ? {} : { body });
    if (answer.status < 400) return answer.body;
    throw Object.assign(new Error(answer.body.detail), { status: answer.status, code: answer.body.code });
  },
  async sendLines(path, lines) {
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const headers = { 'content-type': 'application/x-ndjson' };
    const response = await service.fetch('POST', `/api/v1/${path}`, { body, headers });
    const answered = (await response.text()).split('\n').filter((line) => line !== '');
    return answered.map((line) => JSON.parse(line));
  },
});

export const restOf = (espo: EspoStandIn): RestSource =>
  new RestSource({ address: espo.address, apiKey: espo.key }, systemClock, never);

/** What was taken over, what did not fit, and what became of the e-mails. */
export async function importInto(service: TestService, source: EspoSource) {
  const remarks: Remark[] = [];
  const report = new Report((remark) => remarks.push(remark));
  const importing = new ImportEspoCrm(source, apiOf(service), report, never);
  await importing.run();
  await service.mailcase.settled();
  const emails = await service.mailcase.importing.run(importing.messages(), null, source.label);
  await service.mailcase.settled();
  return {
    remarks,
    emails,
    summary: report.summary,
    codes: remarks.map(({ type, id, code }) => `${type} ${id} ${code}`),
  };
}
