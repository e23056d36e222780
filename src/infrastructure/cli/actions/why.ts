import { WhyCase, WhyCaseHandler } from '../../../application/queries/why-case.js';
import { reading } from '../folder/with-folder.js';
import type { Invocation } from '../invocation.js';
import { plain, wrap } from '../output/text.js';

/** Columns of the sentence where it is not read on a terminal. */
const USUAL_WIDTH = 100;

export function explainWhy(invocation: Invocation, name: string): Promise<undefined> {
  const { terminal } = invocation;
  return reading(invocation, 'why', async (readModels) => {
    const why = await new WhyCaseHandler(readModels).execute(new WhyCase(name));
    terminal.answer(why, () => {
      const sentence = wrap(plain(why.sentence), terminal.width ?? USUAL_WIDTH).join('\n');
      if (why.candidates.length === 0) return sentence;
      const rows = terminal.table(why.candidates, [
        { title: '', value: ({ picked }) => (picked ? '*' : '') },
        { title: 'USER', value: ({ userId }) => userId },
        { title: 'NAME', value: (candidate) => candidate.name, flexible: true },
        { title: 'POSITION', value: ({ position }) => position ?? '-', flexible: true },
        { title: 'OPEN CASES', value: ({ openCases }) => openCases, align: 'right' },
        { title: 'TURN', value: ({ turn }) => turn ?? '-', align: 'right' },
        { title: 'ELIGIBLE', value: ({ eligible, because }) => (eligible ? 'yes' : `no: ${because ?? '-'}`) },
      ]);
      return `${sentence}\n\n${rows}`;
    });
    return undefined;
  });
}
