import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound } from '../../domain/errors.js';
import { derivedId, streams, TemplateId } from '../../domain/ids.js';
import type { TemplateDefinition, TemplateScope, Texts } from '../../domain/outgoing/template-events.js';
import {
  changeTemplate,
  checkDefinition,
  checkTexts,
  defineTemplate,
  mayUse,
  presentTemplate,
  removeTemplate,
  setSignature,
  signature,
  type TextTemplate,
  textTemplate,
} from '../../domain/outgoing/text-template.js';
import { Requires } from '../access/need.js';
import { notAllowed } from '../access/reading.js';
import { Aggregates, type Changed } from '../log/aggregates.js';
import { bothOf } from '../outgoing/texts.js';
import { HTML } from '../parts.js';
import type { HtmlText } from '../ports/html-text.js';
import type { Asked } from './asked.js';
import { presentTeam } from './present.js';

export interface SavedTemplate extends Changed {
  readonly templateId: TemplateId;
}

/** Of text and HTML one is enough: the other is made of it. */
export type TemplateSettings = Pick<TemplateDefinition, 'kind' | 'name' | 'subject' | 'scope'> & Partial<Texts>;

@Requires('emails', 'edit')
export class DefineTemplate extends Command<SavedTemplate> {
  constructor(
    readonly settings: TemplateSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class ChangeTemplate extends Command<SavedTemplate> {
  constructor(
    readonly templateId: TemplateId,
    readonly settings: TemplateSettings,
    readonly by: Asked,
  ) {
    super();
  }
}

@Requires('emails', 'edit')
export class RemoveTemplate extends Command<Changed> {
  constructor(
    readonly templateId: TemplateId,
    readonly by: Asked,
  ) {
    super();
  }
}

/** Of whoever asks. */
@Requires('emails', 'edit')
export class SetSignature extends Command<Changed> {
  constructor(
    readonly texts: Partial<Texts>,
    readonly by: Asked,
  ) {
    super();
  }
}

@CommandHandler(DefineTemplate)
export class DefineTemplateHandler implements ICommandHandler<DefineTemplate> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(HTML) private readonly html: HtmlText,
  ) {}

  async execute({ settings, by }: DefineTemplate): Promise<SavedTemplate> {
    mustBeOwn(settings, by);
    await mustExist(this.aggregates, settings.scope);
    const templateId = TemplateId.parse(derivedId('template', by.actor, by.cause));
    checkDefinition(settings);
    const definition = { ...settings, ...bothOf(settings, this.html), templateId };
    const decide = (state: TextTemplate) => defineTemplate(state, definition);
    return { ...(await this.aggregates.change(textTemplate, streams.template(templateId), decide, by)), templateId };
  }
}

@CommandHandler(ChangeTemplate)
export class ChangeTemplateHandler implements ICommandHandler<ChangeTemplate> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(HTML) private readonly html: HtmlText,
  ) {}

  async execute({ templateId, settings, by }: ChangeTemplate): Promise<SavedTemplate> {
    mustBeOwn(settings, by);
    await mustExist(this.aggregates, settings.scope);
    checkDefinition(settings);
    const definition = { ...settings, ...bothOf(settings, this.html), templateId };
    const decide = (state: TextTemplate) => {
      mustBeTheirs(state, templateId, by);
      const { scope } = presentTemplate(state);
      // Whose own it is it stays, also where an administrator changes it.
      const keeps = scope.kind === 'own' && definition.scope.kind === 'own';
      return changeTemplate(state, keeps ? { ...definition, scope } : definition);
    };
    const stream = streams.template(templateId);
    return { ...(await this.aggregates.change(textTemplate, stream, decide, by, by.expectedRevision)), templateId };
  }
}

@CommandHandler(RemoveTemplate)
export class RemoveTemplateHandler implements ICommandHandler<RemoveTemplate> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ templateId, by }: RemoveTemplate): Promise<Changed> {
    const decide = (state: TextTemplate) => {
      if (state.status !== 'removed') mustBeTheirs(state, templateId, by);
      return removeTemplate(state);
    };
    return this.aggregates.change(textTemplate, streams.template(templateId), decide, by, by.expectedRevision);
  }
}

@CommandHandler(SetSignature)
export class SetSignatureHandler implements ICommandHandler<SetSignature> {
  constructor(
    private readonly aggregates: Aggregates,
    @Inject(HTML) private readonly html: HtmlText,
  ) {}

  async execute({ texts, by }: SetSignature): Promise<Changed> {
    if (!by.asker) throw new NotFound('user', 'of this request');
    const { userId } = by.asker;
    checkTexts({ text: '', html: '', ...texts });
    const data = { userId, ...bothOf(texts, this.html) };
    const decide = (state: Texts) => setSignature(state, data);
    return this.aggregates.change(signature, streams.signature(userId), decide, by, by.expectedRevision);
  }
}

/** What others use as well is the administrators' to word. @throws Rejected */
function mustBeOwn({ scope }: { readonly scope: TemplateScope }, { asker }: Asked): void {
  const isOwn = scope.kind === 'own' && scope.userId === asker?.userId;
  if (asker && !asker.administrator && !isOwn) throw notAllowed('emails', 'edit');
}

/** @throws NotFound, Rejected */
function mustBeTheirs(state: TextTemplate, templateId: TemplateId, by: Asked): void {
  const definition = presentTemplate(state);
  if (by.asker && !mayUse(definition.scope, by.asker)) throw new NotFound('template', templateId);
  mustBeOwn(definition, by);
}

async function mustExist(aggregates: Aggregates, scope: TemplateScope): Promise<void> {
  if (scope.kind === 'team') await presentTeam(aggregates, scope.teamId);
}
