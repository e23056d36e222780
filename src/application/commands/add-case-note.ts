import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addCaseNote, type Case, caseDecider } from '../../domain/case/case.js';
import { mentionedIn } from '../../domain/case/mentions.js';
import { type CaseId, derivedId, streams } from '../../domain/ids.js';
import { Requires } from '../access/need.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import type { Asked } from './asked.js';
import { activeAmong } from './present.js';

export interface AddedNote extends Changed {
  readonly noteId: string;
}

@Requires('cases', 'edit', ({ caseId }: AddCaseNote) => ({ kind: 'case', id: caseId }))
export class AddCaseNote extends Command<AddedNote> {
  constructor(
    readonly caseId: CaseId,
    readonly text: string,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(AddCaseNote)
export class AddCaseNoteHandler implements ICommandHandler<AddCaseNote> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ caseId, text, by }: AddCaseNote): Promise<AddedNote> {
    const noteId = derivedId('note', by.actor, by.cause, caseId);
    const mentions = await activeAmong(this.aggregates, mentionedIn(text));
    const decide = (state: Case) => addCaseNote(state, noteId, text, mentions);
    const stream = streams.case(caseId);
    const changed = await this.aggregates.change(caseDecider, stream, decide, by, by.expectedRevision);
    return { ...changed, noteId };
  }
}
