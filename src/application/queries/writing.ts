import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EVERYBODY, ofTeam, ofUser } from '../../domain/access/audience.js';
import { NotFound } from '../../domain/errors.js';
import type { Position } from '../../domain/event.js';
import { DraftId, streams } from '../../domain/ids.js';
import { draft } from '../../domain/outgoing/draft.js';
import { renderTemplate, type TemplateValues } from '../../domain/outgoing/template.js';
import type { Texts } from '../../domain/outgoing/template-events.js';
import { mayUse, signature } from '../../domain/outgoing/text-template.js';
import { type DraftView, draftsCollection } from '../../projections/drafts.js';
import { type TemplateView, templatesCollection } from '../../projections/templates.js';
import type { Asker } from '../access/asker.js';
import { Aggregates } from '../log/aggregates.js';
import { Bodies } from '../outgoing/bodies.js';
import { Drafts, type PreviewedMessage } from '../outgoing/drafts.js';
import { HTML } from '../parts.js';
import type { HtmlText } from '../ports/html-text.js';
import { type AddressWarning, AddressWarnings } from './address-warnings.js';
import { type Paging, pageOf } from './paging.js';
import { type PageOf, ReadModels } from './read-models.js';

/** What somebody is writing, the latest first. */
export class ListDrafts extends Query<PageOf<DraftView>> {
  constructor(
    readonly asker: Asker,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

export type DraftWithBody = DraftView & Texts & { readonly warnings: readonly AddressWarning[] };

/** As it stands at this moment. */
export class GetDraft extends Query<DraftWithBody> {
  constructor(
    readonly draftId: string,
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

/** What would leave, if a draft were sent now. @throws whatever would keep it from being sent */
export class PreviewDraft extends Query<PreviewedMessage> {
  constructor(
    readonly draftId: DraftId,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** Those that somebody may use, by name. */
export class ListTemplates extends Query<PageOf<TemplateView>> {
  constructor(
    readonly asker: Asker,
    readonly paging: Paging = {},
    readonly after?: Position,
  ) {
    super();
  }
}

export class GetTemplate extends Query<TemplateView> {
  constructor(
    readonly templateId: string,
    readonly asker: Asker,
    readonly after?: Position,
  ) {
    super();
  }
}

export type PreviewedTemplate = Texts & { readonly subject: string };

/** What a template becomes with some values; the others get their defaults. */
export class PreviewTemplate extends Query<PreviewedTemplate> {
  constructor(
    readonly templateId: string,
    readonly values: TemplateValues,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** Of whoever asks. */
export class GetSignature extends Query<Texts & { readonly revision: number }> {
  constructor(readonly asker: Asker) {
    super();
  }
}

@QueryHandler(ListDrafts)
export class ListDraftsHandler implements IQueryHandler<ListDrafts> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, paging, after }: ListDrafts): Promise<PageOf<DraftView>> {
    await this.readModels.reached(after, draftsCollection);
    return this.readModels.find<DraftView>(draftsCollection, {
      where: { userId: asker.userId, status: 'open' },
      sort: { field: 'updatedAt', direction: 'desc' },
      ...pageOf(paging),
    });
  }
}

@QueryHandler(GetDraft)
export class GetDraftHandler implements IQueryHandler<GetDraft> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    private readonly bodies: Bodies,
    private readonly warnings: AddressWarnings,
  ) {}

  async execute({ draftId, asker, after }: GetDraft): Promise<DraftWithBody> {
    await this.readModels.reached(after, draftsCollection);
    const view = await this.readModels.mustGet<DraftView>(draftsCollection, draftId, 'draft');
    const { state } = await this.aggregates.load(draft, streams.draft(DraftId.parse(draftId)));
    // Nobody sees what somebody else is writing.
    if (view.userId !== asker.userId || !('content' in state)) throw new NotFound('draft', draftId);
    const { to, cc, bcc } = view;
    const addresses = [...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase());
    return { ...view, ...(await this.bodies.load(state.content)), warnings: await this.warnings.of(addresses) };
  }
}

@QueryHandler(PreviewDraft)
export class PreviewDraftHandler implements IQueryHandler<PreviewDraft> {
  constructor(private readonly drafts: Drafts) {}

  execute({ draftId, asker }: PreviewDraft): Promise<PreviewedMessage> {
    return this.drafts.preview(draftId, asker);
  }
}

@QueryHandler(ListTemplates)
export class ListTemplatesHandler implements IQueryHandler<ListTemplates> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ asker, paging, after }: ListTemplates): Promise<PageOf<TemplateView>> {
    await this.readModels.reached(after, templatesCollection);
    const mine = [EVERYBODY, ofUser(asker.userId), ...asker.teamIds.map(ofTeam)];
    return this.readModels.find<TemplateView>(templatesCollection, {
      where: asker.administrator ? {} : { belongsTo: { in: mine } },
      sort: { field: 'place', direction: 'asc' },
      ...pageOf(paging),
    });
  }
}

@QueryHandler(GetTemplate)
export class GetTemplateHandler implements IQueryHandler<GetTemplate> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ templateId, asker, after }: GetTemplate): Promise<TemplateView> {
    await this.readModels.reached(after, templatesCollection);
    const view = await this.readModels.mustGet<TemplateView>(templatesCollection, templateId, 'template');
    if (!mayUse(view.scope, asker)) throw new NotFound('template', templateId);
    return view;
  }
}

@QueryHandler(PreviewTemplate)
export class PreviewTemplateHandler implements IQueryHandler<PreviewTemplate> {
  constructor(
    private readonly templates: GetTemplateHandler,
    @Inject(HTML) private readonly sanitizer: HtmlText,
  ) {}

  async execute({ templateId, values, asker }: PreviewTemplate): Promise<PreviewedTemplate> {
    const { subject, text, html } = await this.templates.execute(new GetTemplate(templateId, asker));
    return {
      subject: renderTemplate(subject, values, 'header'),
      text: renderTemplate(text, values, 'text'),
      // As it is done to what leaves: a value may have made of an address something else.
      html: this.sanitizer.clean(renderTemplate(html, values, 'html')),
    };
  }
}

@QueryHandler(GetSignature)
export class GetSignatureHandler implements IQueryHandler<GetSignature> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ asker }: GetSignature) {
    const { state, revision } = await this.aggregates.load(signature, streams.signature(asker.userId));
    return { ...state, revision };
  }
}
